// What may be a result, and values that share memory.
// RUN: tenon-check %s --sizes rows=1 --sizes rows=7 --sizes rows=100

// Reshapes only.
func.func @main(%x: tensor<?x12xf32, #graph.sizes<s0, 12>> {graph.name = "x"})
    -> tensor<?xf32, #graph.sizes<s0 * 12>> attributes {graph.symbols = ["rows"]} {
  %a = graph.reshape %x : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x3x4xf32, #graph.sizes<s0, 3, 4>>
  %b = graph.reshape %a : tensor<?x3x4xf32, #graph.sizes<s0, 3, 4>> -> tensor<?xf32, #graph.sizes<s0 * 12>>
  return %b : tensor<?xf32, #graph.sizes<s0 * 12>>
}

// -----

// An input is a result.
func.func @main(%x: tensor<?x12xf32, #graph.sizes<s0, 12>> {graph.name = "x"})
    -> (tensor<?x12xf32, #graph.sizes<s0, 12>>, tensor<?x12xf32, #graph.sizes<s0, 12>>) attributes {graph.symbols = ["rows"]} {
  %y = graph.exp %x : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  return %x, %y : tensor<?x12xf32, #graph.sizes<s0, 12>>, tensor<?x12xf32, #graph.sizes<s0, 12>>
}

// -----

// A value is a result twice.
func.func @main(%x: tensor<?x12xf32, #graph.sizes<s0, 12>> {graph.name = "x"})
    -> (tensor<?x12xf32, #graph.sizes<s0, 12>>, tensor<?x12xf32, #graph.sizes<s0, 12>>) attributes {graph.symbols = ["rows"]} {
  %y = graph.exp %x : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  return %y, %y : tensor<?x12xf32, #graph.sizes<s0, 12>>, tensor<?x12xf32, #graph.sizes<s0, 12>>
}

// -----

// A value and its view are results.
func.func @main(%x: tensor<?x12xf32, #graph.sizes<s0, 12>> {graph.name = "x"})
    -> (tensor<?x12xf32, #graph.sizes<s0, 12>>, tensor<?x3x4xf32, #graph.sizes<s0, 3, 4>>) attributes {graph.symbols = ["rows"]} {
  %y = graph.exp %x : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  %v = graph.reshape %y : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x3x4xf32, #graph.sizes<s0, 3, 4>>
  return %y, %v : tensor<?x12xf32, #graph.sizes<s0, 12>>, tensor<?x3x4xf32, #graph.sizes<s0, 3, 4>>
}

// -----

// A value is read through a view after it was overwritten in place.
func.func @main(%x: tensor<?x12xf32, #graph.sizes<s0, 12>> {graph.name = "x"})
    -> (tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x12xf32, #graph.sizes<s0, 12>>, tensor<?x3x4xf32, #graph.sizes<s0, 3, 4>>) attributes {graph.symbols = ["rows"]} {
  %a = graph.exp %x : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  %v = graph.reshape %a : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x3x4xf32, #graph.sizes<s0, 3, 4>>
  %s = graph.reduce sum %v axes = [2] : tensor<?x3x4xf32, #graph.sizes<s0, 3, 4>> -> tensor<?x3xf32, #graph.sizes<s0, 3>>
  %b = graph.neg %a : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  %w = graph.reshape %a : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x3x4xf32, #graph.sizes<s0, 3, 4>>
  %c = graph.tanh %w : tensor<?x3x4xf32, #graph.sizes<s0, 3, 4>> -> tensor<?x3x4xf32, #graph.sizes<s0, 3, 4>>
  return %s, %b, %c : tensor<?x3xf32, #graph.sizes<s0, 3>>, tensor<?x12xf32, #graph.sizes<s0, 12>>, tensor<?x3x4xf32, #graph.sizes<s0, 3, 4>>
}

// -----

// A weight is a result.
func.func @main(%x: tensor<?x12xf32, #graph.sizes<s0, 12>> {graph.name = "x"})
    -> (tensor<5x3xf32>, tensor<?x12xf32, #graph.sizes<s0, 12>>) attributes {graph.symbols = ["rows"]} {
  %w = graph.weight "w" : tensor<5x3xf32>
  %y = graph.exp %x : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  return %w, %y : tensor<5x3xf32>, tensor<?x12xf32, #graph.sizes<s0, 12>>
}

// -----

// A constant is a result.
func.func @main(%x: tensor<?x12xf32, #graph.sizes<s0, 12>> {graph.name = "x"})
    -> (tensor<2xf32>, tensor<?x12xf32, #graph.sizes<s0, 12>>) attributes {graph.symbols = ["rows"]} {
  %w = graph.constant dense<[1.0, 2.0]> : tensor<2xf32> : tensor<2xf32>
  %y = graph.exp %x : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  return %w, %y : tensor<2xf32>, tensor<?x12xf32, #graph.sizes<s0, 12>>
}

// -----

// A function of weights is a result.
func.func @main(%x: tensor<?x12xf32, #graph.sizes<s0, 12>> {graph.name = "x"})
    -> (tensor<5x3xf32>, tensor<?x12xf32, #graph.sizes<s0, 12>>) attributes {graph.symbols = ["rows"]} {
  %w = graph.weight "w" : tensor<5x3xf32>
  %e = graph.exp %w : tensor<5x3xf32> -> tensor<5x3xf32>
  %y = graph.exp %x : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  return %e, %y : tensor<5x3xf32>, tensor<?x12xf32, #graph.sizes<s0, 12>>
}

// -----

// An input that nothing reads.
func.func @main(%x: tensor<?x12xf32, #graph.sizes<s0, 12>> {graph.name = "x"}, %unused: tensor<4xi64> {graph.name = "unused"})
    -> tensor<?x12xf32, #graph.sizes<s0, 12>> attributes {graph.symbols = ["rows"]} {
  %y = graph.exp %x : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  return %y : tensor<?x12xf32, #graph.sizes<s0, 12>>
}

// -----

// A long chain in which values die at different places.
func.func @main(%x: tensor<?x12xf32, #graph.sizes<s0, 12>> {graph.name = "x"})
    -> tensor<?x12xf32, #graph.sizes<s0, 12>> attributes {graph.symbols = ["rows"]} {
  %a = graph.exp %x : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  %b = graph.neg %a : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  %s = graph.softmax %b axis = 1 : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  %c = graph.add %s, %a : tensor<?x12xf32, #graph.sizes<s0, 12>>, tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  %t = graph.softmax %c axis = 0 : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  %d = graph.mul %t, %b : tensor<?x12xf32, #graph.sizes<s0, 12>>, tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  %r = graph.reduce sum %d axes = [1] : tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?xf32, #graph.sizes<s0>>
  %rb = graph.broadcast %r axes = [0] : tensor<?xf32, #graph.sizes<s0>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  %y = graph.sub %rb, %c : tensor<?x12xf32, #graph.sizes<s0, 12>>, tensor<?x12xf32, #graph.sizes<s0, 12>> -> tensor<?x12xf32, #graph.sizes<s0, 12>>
  return %y : tensor<?x12xf32, #graph.sizes<s0, 12>>
}
