// Sizes that the data decide: one after the other, defined by branches and loops, in what these call, and none at all.
// RUN: tenon-check %s --sizes n=1 --sizes n=7 --sizes n=64 --sizes n=129 --seed 1
// RUN: tenon-check %s --sizes n=33 --static --seed 2

// The elements above 0 and, of these, those above 0.5; both, and what is computed of them.
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf32, #graph.sizes<s1>>, tensor<?xf32, #graph.sizes<s2>>, tensor<?xf32, #graph.sizes<s1 + s2>>, tensor<f32>, tensor<?x?xf32, #graph.sizes<s1, s2>>)
    attributes {graph.symbols = ["n", "positive", "large"]} {
  %nothing = graph.fill 0 : i64 -> tensor<?xi64, #graph.sizes<s0>>
  %zero = graph.fill 0.0 : f32 -> tensor<?xf32, #graph.sizes<s0>>
  %isPositive = graph.compare gt %x, %zero : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %ones = graph.cast %isPositive : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %count = graph.reduce sum %ones axes = [0] : tensor<?xi64, #graph.sizes<s0>> -> tensor<i64>
  graph.define_size %count symbol = 1 : tensor<i64>
  %sorted, %order = graph.sort %x axis = 0 descending : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>
  %positive = graph.slice %sorted starts = #graph.sizes<0> steps = [1] : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s1>>
  %half = graph.fill 0.5 : f32 -> tensor<?xf32, #graph.sizes<s1>>
  %isLarge = graph.compare gt %positive, %half : tensor<?xf32, #graph.sizes<s1>>, tensor<?xf32, #graph.sizes<s1>> -> tensor<?xi1, #graph.sizes<s1>>
  %largeOnes = graph.cast %isLarge : tensor<?xi1, #graph.sizes<s1>> -> tensor<?xi64, #graph.sizes<s1>>
  %largeCount = graph.reduce sum %largeOnes axes = [0] : tensor<?xi64, #graph.sizes<s1>> -> tensor<i64>
  graph.define_size %largeCount symbol = 2 : tensor<i64>
  %large = graph.slice %positive starts = #graph.sizes<0> steps = [1] : tensor<?xf32, #graph.sizes<s1>> -> tensor<?xf32, #graph.sizes<s2>>
  %exp = graph.exp %positive : tensor<?xf32, #graph.sizes<s1>> -> tensor<?xf32, #graph.sizes<s1>>
  %both = graph.concat %exp, %large axis = 0 : tensor<?xf32, #graph.sizes<s1>>, tensor<?xf32, #graph.sizes<s2>> -> tensor<?xf32, #graph.sizes<s1 + s2>>
  %sum = graph.reduce sum %both axes = [0] : tensor<?xf32, #graph.sizes<s1 + s2>> -> tensor<f32>
  %a = graph.reshape %exp : tensor<?xf32, #graph.sizes<s1>> -> tensor<?x1xf32, #graph.sizes<s1, 1>>
  %b = graph.reshape %large : tensor<?xf32, #graph.sizes<s2>> -> tensor<1x?xf32, #graph.sizes<1, s2>>
  %product = graph.matmul %a, %b : tensor<?x1xf32, #graph.sizes<s1, 1>>, tensor<1x?xf32, #graph.sizes<1, s2>> -> tensor<?x?xf32, #graph.sizes<s1, s2>>
  return %positive, %large, %both, %sum, %product : tensor<?xf32, #graph.sizes<s1>>, tensor<?xf32, #graph.sizes<s2>>, tensor<?xf32, #graph.sizes<s1 + s2>>, tensor<f32>, tensor<?x?xf32, #graph.sizes<s1, s2>>
}

// -----

// No element, and one: what is above all others.
func.func @main(%x: tensor<?x5xf32, #graph.sizes<s0, 5>> {graph.name = "x"})
    -> (tensor<?x5xf32, #graph.sizes<s1, 5>>, tensor<5xf32>, tensor<?x5xf32, #graph.sizes<s1, 5>>)
    attributes {graph.symbols = ["n", "none"]} {
  %most = graph.reduce max %x axes = [0, 1] : tensor<?x5xf32, #graph.sizes<s0, 5>> -> tensor<f32>
  %column = graph.reduce max %x axes = [1] : tensor<?x5xf32, #graph.sizes<s0, 5>> -> tensor<?xf32, #graph.sizes<s0>>
  %mosts = graph.broadcast %most axes = [] : tensor<f32> -> tensor<?xf32, #graph.sizes<s0>>
  %above = graph.compare gt %column, %mosts : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %ones = graph.cast %above : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %count = graph.reduce sum %ones axes = [0] : tensor<?xi64, #graph.sizes<s0>> -> tensor<i64>
  graph.define_size %count symbol = 1 : tensor<i64>
  %none = graph.slice %x starts = #graph.sizes<0, 0> steps = [1, 1] : tensor<?x5xf32, #graph.sizes<s0, 5>> -> tensor<?x5xf32, #graph.sizes<s1, 5>>
  %sum = graph.reduce sum %none axes = [0] : tensor<?x5xf32, #graph.sizes<s1, 5>> -> tensor<5xf32>
  %softmax = graph.softmax %none axis = 1 : tensor<?x5xf32, #graph.sizes<s1, 5>> -> tensor<?x5xf32, #graph.sizes<s1, 5>>
  return %none, %sum, %softmax : tensor<?x5xf32, #graph.sizes<s1, 5>>, tensor<5xf32>, tensor<?x5xf32, #graph.sizes<s1, 5>>
}

// -----

// A branch says how large its result is, and gives a scalar too: what reads that waits as well.
func.func @main(%c: tensor<i1> {graph.name = "c"}, %x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf32, #graph.sizes<s1>>, tensor<f32>, tensor<?xf32, #graph.sizes<s1 + s2>>)
    attributes {graph.symbols = ["n", "m", "k"]} {
  %0:2 = graph.if %c (@twice, @negated) (%x) defines = [1] : tensor<i1>, (tensor<?xf32, #graph.sizes<s0>>) -> (tensor<?xf32, #graph.sizes<s1>>, tensor<f32>)
  %1 = graph.exp %0#1 : tensor<f32> -> tensor<f32>
  %zero = graph.fill 0.0 : f32 -> tensor<f32>
  %other = graph.compare lt %0#1, %zero : tensor<f32>, tensor<f32> -> tensor<i1>
  %2:2 = graph.if %other (@twice, @negated) (%x) defines = [2] : tensor<i1>, (tensor<?xf32, #graph.sizes<s0>>) -> (tensor<?xf32, #graph.sizes<s2>>, tensor<f32>)
  %3 = graph.concat %0#0, %2#0 axis = 0 : tensor<?xf32, #graph.sizes<s1>>, tensor<?xf32, #graph.sizes<s2>> -> tensor<?xf32, #graph.sizes<s1 + s2>>
  return %0#0, %1, %3 : tensor<?xf32, #graph.sizes<s1>>, tensor<f32>, tensor<?xf32, #graph.sizes<s1 + s2>>
}
func.func private @twice(%x: tensor<?xf32, #graph.sizes<s0>>) -> (tensor<?xf32, #graph.sizes<s0 * 2>>, tensor<f32>) attributes {graph.symbols = ["n"]} {
  %0 = graph.concat %x, %x axis = 0 : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0 * 2>>
  %1 = graph.reduce sum %x axes = [0] : tensor<?xf32, #graph.sizes<s0>> -> tensor<f32>
  return %0, %1 : tensor<?xf32, #graph.sizes<s0 * 2>>, tensor<f32>
}
func.func private @negated(%x: tensor<?xf32, #graph.sizes<s0>>) -> (tensor<?xf32, #graph.sizes<s0>>, tensor<f32>) attributes {graph.symbols = ["n"]} {
  %0 = graph.neg %x : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %1 = graph.reduce max %x axes = [0] : tensor<?xf32, #graph.sizes<s0>> -> tensor<f32>
  return %0, %1 : tensor<?xf32, #graph.sizes<s0>>, tensor<f32>
}

// -----

// A carried value grows; each iteration leaves a part, and as many as take place are one result.
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"}, %unused: tensor<2xf32> {graph.name = "unused"})
    -> (tensor<?xf32, #graph.sizes<s1>>, tensor<i64>, tensor<?x?xf32, #graph.sizes<s2, s0>>, tensor<f32>)
    attributes {graph.symbols = ["n", "grown", "iterations"]} {
  %start = graph.fill 0 : i64 -> tensor<i64>
  %limit = graph.fill 7 : i64 -> tensor<i64>
  %0:3 = graph.loop @body (%x, %start : tensor<?xf32, #graph.sizes<s0>>, tensor<i64>) invariants (%x : tensor<?xf32, #graph.sizes<s0>>)
      limit (%limit : tensor<i64>) defines = [1, 2] -> tensor<?xf32, #graph.sizes<s1>>, tensor<i64>, tensor<?x?xf32, #graph.sizes<s2, s0>>
  %sum = graph.reduce sum %0#2 axes = [0, 1] : tensor<?x?xf32, #graph.sizes<s2, s0>> -> tensor<f32>
  return %0#0, %0#1, %0#2, %sum : tensor<?xf32, #graph.sizes<s1>>, tensor<i64>, tensor<?x?xf32, #graph.sizes<s2, s0>>, tensor<f32>
}
func.func private @body(%all: tensor<?xf32, #graph.sizes<s0>>, %k: tensor<i64>, %x: tensor<?xf32, #graph.sizes<s1>>, %i: tensor<i64>)
    -> (tensor<i1>, tensor<?xf32, #graph.sizes<s0 + 1>>, tensor<i64>, tensor<?xf32, #graph.sizes<s1>>)
    attributes {graph.symbols = ["m", "n"]} {
  %four = graph.fill 4 : i64 -> tensor<i64>
  %go = graph.compare lt %i, %four : tensor<i64>, tensor<i64> -> tensor<i1>
  %next = graph.add %k, %i : tensor<i64>, tensor<i64> -> tensor<i64>
  %total = graph.reduce sum %all axes = [0] : tensor<?xf32, #graph.sizes<s0>> -> tensor<f32>
  %sum = graph.reshape %total : tensor<f32> -> tensor<1xf32>
  %more = graph.concat %sum, %all axis = 0 : tensor<1xf32>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0 + 1>>
  %number = graph.cast %i : tensor<i64> -> tensor<f32>
  %numbers = graph.broadcast %number axes = [] : tensor<f32> -> tensor<?xf32, #graph.sizes<s1>>
  %part = graph.add %x, %numbers : tensor<?xf32, #graph.sizes<s1>>, tensor<?xf32, #graph.sizes<s1>> -> tensor<?xf32, #graph.sizes<s1>>
  return %go, %more, %next, %part : tensor<i1>, tensor<?xf32, #graph.sizes<s0 + 1>>, tensor<i64>, tensor<?xf32, #graph.sizes<s1>>
}

// -----

// No iteration: the carried values are the initial ones, and there are no parts.
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf32, #graph.sizes<s1>>, tensor<?x?xf32, #graph.sizes<s2, s0>>) attributes {graph.symbols = ["n", "kept", "iterations"]} {
  %never = graph.fill false -> tensor<i1>
  %minus = graph.neg %x : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %0:2 = graph.loop @body (%minus : tensor<?xf32, #graph.sizes<s0>>) invariants (%x : tensor<?xf32, #graph.sizes<s0>>) while (%never : tensor<i1>)
      defines = [1, 2] -> tensor<?xf32, #graph.sizes<s1>>, tensor<?x?xf32, #graph.sizes<s2, s0>>
  return %0#0, %0#1 : tensor<?xf32, #graph.sizes<s1>>, tensor<?x?xf32, #graph.sizes<s2, s0>>
}
func.func private @body(%all: tensor<?xf32, #graph.sizes<s0>>, %x: tensor<?xf32, #graph.sizes<s1>>, %i: tensor<i64>)
    -> (tensor<i1>, tensor<?xf32, #graph.sizes<s0 * 2>>, tensor<?xf32, #graph.sizes<s1>>) attributes {graph.symbols = ["m", "n"]} {
  %go = graph.fill true -> tensor<i1>
  %0 = graph.concat %all, %all axis = 0 : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0 * 2>>
  return %go, %0, %x : tensor<i1>, tensor<?xf32, #graph.sizes<s0 * 2>>, tensor<?xf32, #graph.sizes<s1>>
}

// -----

// A loop whose body needs sizes of its own, other ones in every iteration.
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"}) -> tensor<?xf32, #graph.sizes<s0>> attributes {graph.symbols = ["n"]} {
  %0 = graph.loop @body (%x : tensor<?xf32, #graph.sizes<s0>>) count = <4> -> tensor<?xf32, #graph.sizes<s0>>
  return %0 : tensor<?xf32, #graph.sizes<s0>>
}
func.func private @body(%x: tensor<?xf32, #graph.sizes<s0>>, %i: tensor<i64>) -> (tensor<i1>, tensor<?xf32, #graph.sizes<s0>>)
    attributes {graph.symbols = ["n", "twice", "one"]} {
  %go = graph.fill true -> tensor<i1>
  %two = graph.fill 2 : i64 -> tensor<i64>
  %twice = graph.mul %i, %two : tensor<i64>, tensor<i64> -> tensor<i64>
  graph.define_size %twice symbol = 1 : tensor<i64>
  %numbers = graph.iota 0 : tensor<?xi64, #graph.sizes<s1>>
  %sum = graph.reduce sum %numbers axes = [0] : tensor<?xi64, #graph.sizes<s1>> -> tensor<i64>
  %one = graph.min %sum, %two : tensor<i64>, tensor<i64> -> tensor<i64>
  graph.define_size %one symbol = 2 : tensor<i64>
  %some = graph.fill 0.25 : f32 -> tensor<?xf32, #graph.sizes<s2>>
  %step = graph.reduce sum %some axes = [0] : tensor<?xf32, #graph.sizes<s2>> -> tensor<f32>
  %steps = graph.broadcast %step axes = [] : tensor<f32> -> tensor<?xf32, #graph.sizes<s0>>
  %0 = graph.add %x, %steps : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  return %go, %0 : tensor<i1>, tensor<?xf32, #graph.sizes<s0>>
}

// -----

// A shape that is data: whether the number of elements stays only the run knows.
func.func @main(%x: tensor<?x6xf32, #graph.sizes<s0, 6>> {graph.name = "x"})
    -> (tensor<?x?xf32, #graph.sizes<s1, s2>>, tensor<?xf32, #graph.sizes<s1>>) attributes {graph.symbols = ["n", "rows", "columns"]} {
  %two = graph.fill 2 : i64 -> tensor<i64>
  %n = graph.size <s0> : tensor<i64>
  %rows = graph.mul %n, %two : tensor<i64>, tensor<i64> -> tensor<i64>
  %three = graph.fill 3 : i64 -> tensor<i64>
  graph.define_size %rows symbol = 1 : tensor<i64>
  graph.define_size %three symbol = 2 : tensor<i64>
  %e = graph.exp %x : tensor<?x6xf32, #graph.sizes<s0, 6>> -> tensor<?x6xf32, #graph.sizes<s0, 6>>
  %0 = graph.reshape %e : tensor<?x6xf32, #graph.sizes<s0, 6>> -> tensor<?x?xf32, #graph.sizes<s1, s2>>
  %1 = graph.neg %0 : tensor<?x?xf32, #graph.sizes<s1, s2>> -> tensor<?x?xf32, #graph.sizes<s1, s2>>
  %2 = graph.reduce sum %0 axes = [1] : tensor<?x?xf32, #graph.sizes<s1, s2>> -> tensor<?xf32, #graph.sizes<s1>>
  return %1, %2 : tensor<?x?xf32, #graph.sizes<s1, s2>>, tensor<?xf32, #graph.sizes<s1>>
}
