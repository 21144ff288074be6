// A row of narrow elements that ends with one element beyond a whole vector does not write into what follows it.
// RUN: tenon-check %s

// Rows of 17 that are turned over.
func.func @main(%x: tensor<17x35xbf16> {graph.name = "x"}, %y: tensor<17x35xbf16> {graph.name = "y"}) -> tensor<35x17xbf16> {
  %0 = graph.mul %x, %y : tensor<17x35xbf16>, tensor<17x35xbf16> -> tensor<17x35xbf16>
  %1 = graph.transpose %0 permutation = [1, 0] : tensor<17x35xbf16> -> tensor<35x17xbf16>
  return %1 : tensor<35x17xbf16>
}

// -----

func.func @main(%x: tensor<5x33xbf16> {graph.name = "x"}) -> tensor<5x33xbf16> {
  %y = graph.layer_norm %x axis = 1 epsilon = 1.0e-5 : tensor<5x33xbf16> -> tensor<5x33xbf16>
  return %y : tensor<5x33xbf16>
}

// -----

func.func @main(%x: tensor<5x33xf16> {graph.name = "x"}) -> tensor<5x33xf16> {
  %y = graph.softmax %x axis = 1 : tensor<5x33xf16> -> tensor<5x33xf16>
  return %y : tensor<5x33xf16>
}

// -----

func.func @main(%x: tensor<17x9xi32> {graph.name = "x"}) -> tensor<9x17xi8> {
  %0 = graph.transpose %x permutation = [1, 0] : tensor<17x9xi32> -> tensor<9x17xi32>
  %1 = graph.cast %0 : tensor<9x17xi32> -> tensor<9x17xi8>
  return %1 : tensor<9x17xi8>
}
