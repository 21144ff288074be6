// Loops by count, limit and condition; values carried in place and in two places; outputs of iterations.
// RUN: tenon-check %s --sizes n=1,m=5 --sizes n=6,m=4 --sizes n=65,m=3 --seed 1
// RUN: tenon-check %s --sizes n=6,m=4 --static --seed 2

// A recurrence: the state in place, every state an output.
func.func @main(%x: tensor<?x8xf32, #graph.sizes<s0, 8>> {graph.name = "x"}, %y: tensor<?x8xf32, #graph.sizes<s1, 8>> {graph.name = "y"})
    -> (tensor<?x8xf32, #graph.sizes<s0, 8>>, tensor<?x?x8xf32, #graph.sizes<s1, s0, 8>>)
    attributes {graph.symbols = ["n", "m"]} {
  %0:2 = graph.loop @body (%x : tensor<?x8xf32, #graph.sizes<s0, 8>>)
      invariants (%y : tensor<?x8xf32, #graph.sizes<s1, 8>>) count = <s1>
      -> tensor<?x8xf32, #graph.sizes<s0, 8>>, tensor<?x?x8xf32, #graph.sizes<s1, s0, 8>>
  return %0#0, %0#1 : tensor<?x8xf32, #graph.sizes<s0, 8>>, tensor<?x?x8xf32, #graph.sizes<s1, s0, 8>>
}
func.func private @body(%state: tensor<?x8xf32, #graph.sizes<s0, 8>>, %y: tensor<?x8xf32, #graph.sizes<s1, 8>>, %i: tensor<i64>)
    -> (tensor<i1>, tensor<?x8xf32, #graph.sizes<s0, 8>>, tensor<?x8xf32, #graph.sizes<s0, 8>>)
    attributes {graph.symbols = ["n", "m"]} {
  %w = graph.weight "w" : tensor<8x8xf32>
  %go = graph.fill true -> tensor<i1>
  %row = graph.gather %y, %i axis = 0 : tensor<?x8xf32, #graph.sizes<s1, 8>>, tensor<i64> -> tensor<8xf32>
  %0 = graph.broadcast %row axes = [1] : tensor<8xf32> -> tensor<?x8xf32, #graph.sizes<s0, 8>>
  %1 = graph.matmul %state, %w : tensor<?x8xf32, #graph.sizes<s0, 8>>, tensor<8x8xf32> -> tensor<?x8xf32, #graph.sizes<s0, 8>>
  %2 = graph.add %1, %0 : tensor<?x8xf32, #graph.sizes<s0, 8>>, tensor<?x8xf32, #graph.sizes<s0, 8>> -> tensor<?x8xf32, #graph.sizes<s0, 8>>
  %3 = graph.tanh %2 : tensor<?x8xf32, #graph.sizes<s0, 8>> -> tensor<?x8xf32, #graph.sizes<s0, 8>>
  return %go, %3, %2 : tensor<i1>, tensor<?x8xf32, #graph.sizes<s0, 8>>, tensor<?x8xf32, #graph.sizes<s0, 8>>
}

// -----

// Two values that take each other's place, one that is updated in place; odd and even counts, and none.
func.func @main(%x: tensor<?x3xf32, #graph.sizes<s0, 3>> {graph.name = "x"}, %y: tensor<?x3xf32, #graph.sizes<s0, 3>> {graph.name = "y"}, %z: tensor<?xi64, #graph.sizes<s1>> {graph.name = "z"}, %limit: tensor<i64> {graph.name = "limit"})
    -> (tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?xi64, #graph.sizes<s1>>,
        tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?xi64, #graph.sizes<s1>>,
        tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?xi64, #graph.sizes<s1>>)
    attributes {graph.symbols = ["n", "m"]} {
  %a:3 = graph.loop @swap (%x, %y, %z : tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?xi64, #graph.sizes<s1>>)
      count = <5> -> tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?xi64, #graph.sizes<s1>>
  %b:3 = graph.loop @swap (%a#0, %y, %z : tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?xi64, #graph.sizes<s1>>)
      limit (%limit : tensor<i64>) -> tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?xi64, #graph.sizes<s1>>
  %minus = graph.neg %limit : tensor<i64> -> tensor<i64>
  %c:3 = graph.loop @swap (%x, %x, %z : tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?xi64, #graph.sizes<s1>>)
      limit (%minus : tensor<i64>) -> tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?xi64, #graph.sizes<s1>>
  return %a#0, %a#1, %a#2, %b#0, %b#1, %b#2, %c#0, %c#1, %c#2 : tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?xi64, #graph.sizes<s1>>,
      tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?xi64, #graph.sizes<s1>>,
      tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?xi64, #graph.sizes<s1>>
}
func.func private @swap(%x: tensor<?x3xf32, #graph.sizes<s0, 3>>, %y: tensor<?x3xf32, #graph.sizes<s0, 3>>, %z: tensor<?xi64, #graph.sizes<s1>>, %i: tensor<i64>)
    -> (tensor<i1>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?xi64, #graph.sizes<s1>>)
    attributes {graph.symbols = ["n", "m"]} {
  %go = graph.fill true -> tensor<i1>
  %n = graph.broadcast %i axes = [] : tensor<i64> -> tensor<?xi64, #graph.sizes<s1>>
  %0 = graph.add %z, %n : tensor<?xi64, #graph.sizes<s1>>, tensor<?xi64, #graph.sizes<s1>> -> tensor<?xi64, #graph.sizes<s1>>
  %1 = graph.softmax %x axis = 1 : tensor<?x3xf32, #graph.sizes<s0, 3>> -> tensor<?x3xf32, #graph.sizes<s0, 3>>
  return %go, %y, %1, %0 : tensor<i1>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?xi64, #graph.sizes<s1>>
}

// -----

// Until a condition fails: at once, or after some iterations; outputs of iterations that did not take place are zero.
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xf32, #graph.sizes<s1>> {graph.name = "y"}, %start: tensor<i64> {graph.name = "start"})
    -> (tensor<i64>, tensor<i64>, tensor<9x?xf32, #graph.sizes<9, s0>>) attributes {graph.symbols = ["n", "m"]} {
  %limit = graph.fill 6 : i64 -> tensor<i64>
  %c = graph.compare lt %start, %limit : tensor<i64>, tensor<i64> -> tensor<i1>
  %0 = graph.loop @until (%start : tensor<i64>) invariants (%limit : tensor<i64>) while (%c : tensor<i1>) -> tensor<i64>
  %1:2 = graph.loop @early (%start : tensor<i64>) invariants (%limit, %x : tensor<i64>, tensor<?xf32, #graph.sizes<s0>>) while (%c : tensor<i1>)
      count = <9> -> tensor<i64>, tensor<9x?xf32, #graph.sizes<9, s0>>
  return %0, %1#0, %1#1 : tensor<i64>, tensor<i64>, tensor<9x?xf32, #graph.sizes<9, s0>>
}
func.func private @until(%k: tensor<i64>, %limit: tensor<i64>, %i: tensor<i64>) -> (tensor<i1>, tensor<i64>) {
  %one = graph.fill 1 : i64 -> tensor<i64>
  %0 = graph.add %k, %one : tensor<i64>, tensor<i64> -> tensor<i64>
  %1 = graph.compare lt %0, %limit : tensor<i64>, tensor<i64> -> tensor<i1>
  return %1, %0 : tensor<i1>, tensor<i64>
}
func.func private @early(%k: tensor<i64>, %limit: tensor<i64>, %x: tensor<?xf32, #graph.sizes<s0>>, %i: tensor<i64>)
    -> (tensor<i1>, tensor<i64>, tensor<?xf32, #graph.sizes<s0>>) attributes {graph.symbols = ["n"]} {
  %one = graph.fill 1 : i64 -> tensor<i64>
  %0 = graph.add %k, %one : tensor<i64>, tensor<i64> -> tensor<i64>
  %1 = graph.compare lt %0, %limit : tensor<i64>, tensor<i64> -> tensor<i1>
  %2 = graph.cast %0 : tensor<i64> -> tensor<f32>
  %3 = graph.broadcast %2 axes = [] : tensor<f32> -> tensor<?xf32, #graph.sizes<s0>>
  %4 = graph.mul %x, %3 : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  return %1, %0, %4 : tensor<i1>, tensor<i64>, tensor<?xf32, #graph.sizes<s0>>
}

// -----

// A loop in a loop with a branch in it, work large enough for threads to share, and a symbol in several sizes.
func.func @main(%x: tensor<?x64xf32, #graph.sizes<s0, 64>> {graph.name = "x"}, %y: tensor<?x64xf32, #graph.sizes<s1, 64>> {graph.name = "y"})
    -> tensor<?x64xf32, #graph.sizes<s0 + s1, 64>> attributes {graph.symbols = ["n", "m"]} {
  %0 = graph.concat %x, %y axis = 0 : tensor<?x64xf32, #graph.sizes<s0, 64>>, tensor<?x64xf32, #graph.sizes<s1, 64>> -> tensor<?x64xf32, #graph.sizes<s0 + s1, 64>>
  %1 = graph.loop @outer (%0 : tensor<?x64xf32, #graph.sizes<s0 + s1, 64>>) count = <3> -> tensor<?x64xf32, #graph.sizes<s0 + s1, 64>>
  return %1 : tensor<?x64xf32, #graph.sizes<s0 + s1, 64>>
}
func.func private @outer(%x: tensor<?x64xf32, #graph.sizes<s0, 64>>, %i: tensor<i64>) -> (tensor<i1>, tensor<?x64xf32, #graph.sizes<s0, 64>>)
    attributes {graph.symbols = ["k"]} {
  %go = graph.fill true -> tensor<i1>
  %0 = graph.loop @inner (%x : tensor<?x64xf32, #graph.sizes<s0, 64>>) invariants (%x : tensor<?x64xf32, #graph.sizes<s0, 64>>)
      limit (%i : tensor<i64>) -> tensor<?x64xf32, #graph.sizes<s0, 64>>
  return %go, %0 : tensor<i1>, tensor<?x64xf32, #graph.sizes<s0, 64>>
}
func.func private @inner(%x: tensor<?x64xf32, #graph.sizes<s0, 64>>, %y: tensor<?x64xf32, #graph.sizes<s0, 64>>, %i: tensor<i64>)
    -> (tensor<i1>, tensor<?x64xf32, #graph.sizes<s0, 64>>) attributes {graph.symbols = ["k"]} {
  %go = graph.fill true -> tensor<i1>
  %zero = graph.fill 0 : i64 -> tensor<i64>
  %c = graph.compare eq %i, %zero : tensor<i64>, tensor<i64> -> tensor<i1>
  %0 = graph.if %c (@scores, @sum) (%x, %y) : tensor<i1>, (tensor<?x64xf32, #graph.sizes<s0, 64>>, tensor<?x64xf32, #graph.sizes<s0, 64>>) -> tensor<?x64xf32, #graph.sizes<s0, 64>>
  return %go, %0 : tensor<i1>, tensor<?x64xf32, #graph.sizes<s0, 64>>
}
func.func private @scores(%x: tensor<?x64xf32, #graph.sizes<s0, 64>>, %y: tensor<?x64xf32, #graph.sizes<s0, 64>>) -> tensor<?x64xf32, #graph.sizes<s0, 64>>
    attributes {graph.symbols = ["k"]} {
  %w = graph.weight "w" : tensor<64x64xf32>
  %0 = graph.matmul %x, %w : tensor<?x64xf32, #graph.sizes<s0, 64>>, tensor<64x64xf32> -> tensor<?x64xf32, #graph.sizes<s0, 64>>
  %1 = graph.softmax %0 axis = 1 : tensor<?x64xf32, #graph.sizes<s0, 64>> -> tensor<?x64xf32, #graph.sizes<s0, 64>>
  return %1 : tensor<?x64xf32, #graph.sizes<s0, 64>>
}
func.func private @sum(%x: tensor<?x64xf32, #graph.sizes<s0, 64>>, %y: tensor<?x64xf32, #graph.sizes<s0, 64>>) -> tensor<?x64xf32, #graph.sizes<s0, 64>>
    attributes {graph.symbols = ["k"]} {
  %0 = graph.add %x, %y : tensor<?x64xf32, #graph.sizes<s0, 64>>, tensor<?x64xf32, #graph.sizes<s0, 64>> -> tensor<?x64xf32, #graph.sizes<s0, 64>>
  return %0 : tensor<?x64xf32, #graph.sizes<s0, 64>>
}
