// Softmax along any axis.
// RUN: tenon-check %s --sizes batch=1,sequence=1 --sizes batch=2,sequence=7 --sizes batch=5,sequence=16 --sizes batch=3,sequence=133

// The last axis.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["batch", "sequence"]} {
  %y = graph.softmax %x axis = 1 : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// The first axis.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["batch", "sequence"]} {
  %y = graph.softmax %x axis = 0 : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// A middle axis.
func.func @main(%x: tensor<?x?x9xf32, #graph.sizes<s0, s1, 9>> {graph.name = "x"})
    -> tensor<?x?x9xf32, #graph.sizes<s0, s1, 9>> attributes {graph.symbols = ["batch", "sequence"]} {
  %y = graph.softmax %x axis = 1 : tensor<?x?x9xf32, #graph.sizes<s0, s1, 9>> -> tensor<?x?x9xf32, #graph.sizes<s0, s1, 9>>
  return %y : tensor<?x?x9xf32, #graph.sizes<s0, s1, 9>>
}

// -----

// Logarithm.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["batch", "sequence"]} {
  %y = graph.softmax %x axis = 1 log : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// Logarithm along the first axis.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["batch", "sequence"]} {
  %y = graph.softmax %x axis = 0 log : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// bf16.
func.func @main(%x: tensor<?x?xbf16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xbf16, #graph.sizes<s0, s1>> attributes {graph.symbols = ["batch", "sequence"]} {
  %y = graph.softmax %x axis = 1 : tensor<?x?xbf16, #graph.sizes<s0, s1>> -> tensor<?x?xbf16, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xbf16, #graph.sizes<s0, s1>>
}

// -----

// f16.
func.func @main(%x: tensor<?x?xf16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf16, #graph.sizes<s0, s1>> attributes {graph.symbols = ["batch", "sequence"]} {
  %y = graph.softmax %x axis = 1 : tensor<?x?xf16, #graph.sizes<s0, s1>> -> tensor<?x?xf16, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf16, #graph.sizes<s0, s1>>
}

// -----

// f64.
func.func @main(%x: tensor<?x?xf64, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf64, #graph.sizes<s0, s1>> attributes {graph.symbols = ["batch", "sequence"]} {
  %y = graph.softmax %x axis = 1 : tensor<?x?xf64, #graph.sizes<s0, s1>> -> tensor<?x?xf64, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf64, #graph.sizes<s0, s1>>
}

// -----

// Axis of one element.
func.func @main(%x: tensor<?x?x1xf32, #graph.sizes<s0, s1, 1>> {graph.name = "x"})
    -> tensor<?x?x1xf32, #graph.sizes<s0, s1, 1>> attributes {graph.symbols = ["batch", "sequence"]} {
  %y = graph.softmax %x axis = 2 : tensor<?x?x1xf32, #graph.sizes<s0, s1, 1>> -> tensor<?x?x1xf32, #graph.sizes<s0, s1, 1>>
  return %y : tensor<?x?x1xf32, #graph.sizes<s0, s1, 1>>
}

// -----

// Of a scaled and masked operand.
func.func @main(%x: tensor<?x?x19xf32, #graph.sizes<s0, s1, 19>> {graph.name = "x"}, %m: tensor<19xf32> {graph.name = "m"})
    -> tensor<?x?x19xf32, #graph.sizes<s0, s1, 19>> attributes {graph.symbols = ["batch", "sequence"]} {
  %c = graph.constant dense<8.0> : tensor<f32> : tensor<f32>
  %cb = graph.broadcast %c axes = [] : tensor<f32> -> tensor<?x?x19xf32, #graph.sizes<s0, s1, 19>>
  %s = graph.mul %x, %cb : tensor<?x?x19xf32, #graph.sizes<s0, s1, 19>>, tensor<?x?x19xf32, #graph.sizes<s0, s1, 19>> -> tensor<?x?x19xf32, #graph.sizes<s0, s1, 19>>
  %mb = graph.broadcast %m axes = [2] : tensor<19xf32> -> tensor<?x?x19xf32, #graph.sizes<s0, s1, 19>>
  %t = graph.add %s, %mb : tensor<?x?x19xf32, #graph.sizes<s0, s1, 19>>, tensor<?x?x19xf32, #graph.sizes<s0, s1, 19>> -> tensor<?x?x19xf32, #graph.sizes<s0, s1, 19>>
  %y = graph.softmax %t axis = 2 : tensor<?x?x19xf32, #graph.sizes<s0, s1, 19>> -> tensor<?x?x19xf32, #graph.sizes<s0, s1, 19>>
  return %y : tensor<?x?x19xf32, #graph.sizes<s0, s1, 19>>
}
