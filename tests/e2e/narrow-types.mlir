// Integers of four and two bits, and tensors of narrow types from end to end: inputs, outputs, moves, arithmetic.
// RUN: tenon-check %s --sizes count=1 --sizes count=7 --sizes count=16 --sizes count=67

// i4: what does not fit wraps.
func.func @main(%x: tensor<?xi4, #graph.sizes<s0>> {graph.name = "x"}) -> (tensor<?xi32, #graph.sizes<s0>>, tensor<?xi4, #graph.sizes<s0>>, tensor<?xi4, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %i = graph.iota 0 : tensor<?xi32, #graph.sizes<s0>>
  %narrow = graph.cast %i : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi4, #graph.sizes<s0>>
  %sum = graph.add %x, %narrow : tensor<?xi4, #graph.sizes<s0>>, tensor<?xi4, #graph.sizes<s0>> -> tensor<?xi4, #graph.sizes<s0>>
  %product = graph.mul %x, %sum : tensor<?xi4, #graph.sizes<s0>>, tensor<?xi4, #graph.sizes<s0>> -> tensor<?xi4, #graph.sizes<s0>>
  %wide = graph.cast %product : tensor<?xi4, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %less = graph.compare lt %x, %narrow : tensor<?xi4, #graph.sizes<s0>>, tensor<?xi4, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %one = graph.fill 1 : i4 -> tensor<?xi4, #graph.sizes<s0>>
  %chosen = graph.select %less, %x, %one : tensor<?xi1, #graph.sizes<s0>>, tensor<?xi4, #graph.sizes<s0>>, tensor<?xi4, #graph.sizes<s0>> -> tensor<?xi4, #graph.sizes<s0>>
  %real = graph.cast %chosen : tensor<?xi4, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  return %wide, %sum, %chosen, %less, %real : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi4, #graph.sizes<s0>>, tensor<?xi4, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>
}

// -----

// ui4: what does not fit wraps.
func.func @main(%x: tensor<?xui4, #graph.sizes<s0>> {graph.name = "x"}) -> (tensor<?xi32, #graph.sizes<s0>>, tensor<?xui4, #graph.sizes<s0>>, tensor<?xui4, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %i = graph.iota 0 : tensor<?xi32, #graph.sizes<s0>>
  %narrow = graph.cast %i : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xui4, #graph.sizes<s0>>
  %sum = graph.add %x, %narrow : tensor<?xui4, #graph.sizes<s0>>, tensor<?xui4, #graph.sizes<s0>> -> tensor<?xui4, #graph.sizes<s0>>
  %product = graph.mul %x, %sum : tensor<?xui4, #graph.sizes<s0>>, tensor<?xui4, #graph.sizes<s0>> -> tensor<?xui4, #graph.sizes<s0>>
  %wide = graph.cast %product : tensor<?xui4, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %less = graph.compare lt %x, %narrow : tensor<?xui4, #graph.sizes<s0>>, tensor<?xui4, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %one = graph.fill 1 : i4 -> tensor<?xui4, #graph.sizes<s0>>
  %chosen = graph.select %less, %x, %one : tensor<?xi1, #graph.sizes<s0>>, tensor<?xui4, #graph.sizes<s0>>, tensor<?xui4, #graph.sizes<s0>> -> tensor<?xui4, #graph.sizes<s0>>
  %real = graph.cast %chosen : tensor<?xui4, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  return %wide, %sum, %chosen, %less, %real : tensor<?xi32, #graph.sizes<s0>>, tensor<?xui4, #graph.sizes<s0>>, tensor<?xui4, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>
}

// -----

// i2: what does not fit wraps.
func.func @main(%x: tensor<?xi2, #graph.sizes<s0>> {graph.name = "x"}) -> (tensor<?xi32, #graph.sizes<s0>>, tensor<?xi2, #graph.sizes<s0>>, tensor<?xi2, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %i = graph.iota 0 : tensor<?xi32, #graph.sizes<s0>>
  %narrow = graph.cast %i : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi2, #graph.sizes<s0>>
  %sum = graph.add %x, %narrow : tensor<?xi2, #graph.sizes<s0>>, tensor<?xi2, #graph.sizes<s0>> -> tensor<?xi2, #graph.sizes<s0>>
  %product = graph.mul %x, %sum : tensor<?xi2, #graph.sizes<s0>>, tensor<?xi2, #graph.sizes<s0>> -> tensor<?xi2, #graph.sizes<s0>>
  %wide = graph.cast %product : tensor<?xi2, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %less = graph.compare lt %x, %narrow : tensor<?xi2, #graph.sizes<s0>>, tensor<?xi2, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %one = graph.fill 1 : i2 -> tensor<?xi2, #graph.sizes<s0>>
  %chosen = graph.select %less, %x, %one : tensor<?xi1, #graph.sizes<s0>>, tensor<?xi2, #graph.sizes<s0>>, tensor<?xi2, #graph.sizes<s0>> -> tensor<?xi2, #graph.sizes<s0>>
  %real = graph.cast %chosen : tensor<?xi2, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  return %wide, %sum, %chosen, %less, %real : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi2, #graph.sizes<s0>>, tensor<?xi2, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>
}

// -----

// ui2: what does not fit wraps.
func.func @main(%x: tensor<?xui2, #graph.sizes<s0>> {graph.name = "x"}) -> (tensor<?xi32, #graph.sizes<s0>>, tensor<?xui2, #graph.sizes<s0>>, tensor<?xui2, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %i = graph.iota 0 : tensor<?xi32, #graph.sizes<s0>>
  %narrow = graph.cast %i : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xui2, #graph.sizes<s0>>
  %sum = graph.add %x, %narrow : tensor<?xui2, #graph.sizes<s0>>, tensor<?xui2, #graph.sizes<s0>> -> tensor<?xui2, #graph.sizes<s0>>
  %product = graph.mul %x, %sum : tensor<?xui2, #graph.sizes<s0>>, tensor<?xui2, #graph.sizes<s0>> -> tensor<?xui2, #graph.sizes<s0>>
  %wide = graph.cast %product : tensor<?xui2, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %less = graph.compare lt %x, %narrow : tensor<?xui2, #graph.sizes<s0>>, tensor<?xui2, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %one = graph.fill 1 : i2 -> tensor<?xui2, #graph.sizes<s0>>
  %chosen = graph.select %less, %x, %one : tensor<?xi1, #graph.sizes<s0>>, tensor<?xui2, #graph.sizes<s0>>, tensor<?xui2, #graph.sizes<s0>> -> tensor<?xui2, #graph.sizes<s0>>
  %real = graph.cast %chosen : tensor<?xui2, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  return %wide, %sum, %chosen, %less, %real : tensor<?xi32, #graph.sizes<s0>>, tensor<?xui2, #graph.sizes<s0>>, tensor<?xui2, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>
}

// -----

// f8E4M3FN
func.func @main(%x: tensor<?xf8E4M3FN, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xf8E4M3FN, #graph.sizes<s0>> {graph.name = "y"}) -> (tensor<?x2xf8E4M3FN, #graph.sizes<s0, 2>>, tensor<?xf8E4M3FN, #graph.sizes<s0>>, tensor<f8E4M3FN>) attributes {graph.symbols = ["count"]} {
  %a = graph.reshape %x : tensor<?xf8E4M3FN, #graph.sizes<s0>> -> tensor<1x?xf8E4M3FN, #graph.sizes<1, s0>>
  %b = graph.reshape %y : tensor<?xf8E4M3FN, #graph.sizes<s0>> -> tensor<1x?xf8E4M3FN, #graph.sizes<1, s0>>
  %c = graph.concat %a, %b axis = 0 : tensor<1x?xf8E4M3FN, #graph.sizes<1, s0>>, tensor<1x?xf8E4M3FN, #graph.sizes<1, s0>> -> tensor<2x?xf8E4M3FN, #graph.sizes<2, s0>>
  %d = graph.transpose %c permutation = [1, 0] : tensor<2x?xf8E4M3FN, #graph.sizes<2, s0>> -> tensor<?x2xf8E4M3FN, #graph.sizes<s0, 2>>
  %n = graph.neg %x : tensor<?xf8E4M3FN, #graph.sizes<s0>> -> tensor<?xf8E4M3FN, #graph.sizes<s0>>
  %g = graph.max %n, %y : tensor<?xf8E4M3FN, #graph.sizes<s0>>, tensor<?xf8E4M3FN, #graph.sizes<s0>> -> tensor<?xf8E4M3FN, #graph.sizes<s0>>
  %m = graph.reduce max %g axes = [0] : tensor<?xf8E4M3FN, #graph.sizes<s0>> -> tensor<f8E4M3FN>
  return %d, %g, %m : tensor<?x2xf8E4M3FN, #graph.sizes<s0, 2>>, tensor<?xf8E4M3FN, #graph.sizes<s0>>, tensor<f8E4M3FN>
}

// -----

// f8E5M2FNUZ
func.func @main(%x: tensor<?xf8E5M2FNUZ, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xf8E5M2FNUZ, #graph.sizes<s0>> {graph.name = "y"}) -> (tensor<?x2xf8E5M2FNUZ, #graph.sizes<s0, 2>>, tensor<?xf8E5M2FNUZ, #graph.sizes<s0>>, tensor<f8E5M2FNUZ>) attributes {graph.symbols = ["count"]} {
  %a = graph.reshape %x : tensor<?xf8E5M2FNUZ, #graph.sizes<s0>> -> tensor<1x?xf8E5M2FNUZ, #graph.sizes<1, s0>>
  %b = graph.reshape %y : tensor<?xf8E5M2FNUZ, #graph.sizes<s0>> -> tensor<1x?xf8E5M2FNUZ, #graph.sizes<1, s0>>
  %c = graph.concat %a, %b axis = 0 : tensor<1x?xf8E5M2FNUZ, #graph.sizes<1, s0>>, tensor<1x?xf8E5M2FNUZ, #graph.sizes<1, s0>> -> tensor<2x?xf8E5M2FNUZ, #graph.sizes<2, s0>>
  %d = graph.transpose %c permutation = [1, 0] : tensor<2x?xf8E5M2FNUZ, #graph.sizes<2, s0>> -> tensor<?x2xf8E5M2FNUZ, #graph.sizes<s0, 2>>
  %n = graph.neg %x : tensor<?xf8E5M2FNUZ, #graph.sizes<s0>> -> tensor<?xf8E5M2FNUZ, #graph.sizes<s0>>
  %g = graph.max %n, %y : tensor<?xf8E5M2FNUZ, #graph.sizes<s0>>, tensor<?xf8E5M2FNUZ, #graph.sizes<s0>> -> tensor<?xf8E5M2FNUZ, #graph.sizes<s0>>
  %m = graph.reduce max %g axes = [0] : tensor<?xf8E5M2FNUZ, #graph.sizes<s0>> -> tensor<f8E5M2FNUZ>
  return %d, %g, %m : tensor<?x2xf8E5M2FNUZ, #graph.sizes<s0, 2>>, tensor<?xf8E5M2FNUZ, #graph.sizes<s0>>, tensor<f8E5M2FNUZ>
}

// -----

// f4E2M1FN
func.func @main(%x: tensor<?xf4E2M1FN, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xf4E2M1FN, #graph.sizes<s0>> {graph.name = "y"}) -> (tensor<?x2xf4E2M1FN, #graph.sizes<s0, 2>>, tensor<?xf4E2M1FN, #graph.sizes<s0>>, tensor<f4E2M1FN>) attributes {graph.symbols = ["count"]} {
  %a = graph.reshape %x : tensor<?xf4E2M1FN, #graph.sizes<s0>> -> tensor<1x?xf4E2M1FN, #graph.sizes<1, s0>>
  %b = graph.reshape %y : tensor<?xf4E2M1FN, #graph.sizes<s0>> -> tensor<1x?xf4E2M1FN, #graph.sizes<1, s0>>
  %c = graph.concat %a, %b axis = 0 : tensor<1x?xf4E2M1FN, #graph.sizes<1, s0>>, tensor<1x?xf4E2M1FN, #graph.sizes<1, s0>> -> tensor<2x?xf4E2M1FN, #graph.sizes<2, s0>>
  %d = graph.transpose %c permutation = [1, 0] : tensor<2x?xf4E2M1FN, #graph.sizes<2, s0>> -> tensor<?x2xf4E2M1FN, #graph.sizes<s0, 2>>
  %n = graph.neg %x : tensor<?xf4E2M1FN, #graph.sizes<s0>> -> tensor<?xf4E2M1FN, #graph.sizes<s0>>
  %g = graph.max %n, %y : tensor<?xf4E2M1FN, #graph.sizes<s0>>, tensor<?xf4E2M1FN, #graph.sizes<s0>> -> tensor<?xf4E2M1FN, #graph.sizes<s0>>
  %m = graph.reduce max %g axes = [0] : tensor<?xf4E2M1FN, #graph.sizes<s0>> -> tensor<f4E2M1FN>
  return %d, %g, %m : tensor<?x2xf4E2M1FN, #graph.sizes<s0, 2>>, tensor<?xf4E2M1FN, #graph.sizes<s0>>, tensor<f4E2M1FN>
}
