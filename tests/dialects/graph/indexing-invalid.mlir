// RUN: tenon-opt %s --split-input-file --verify-diagnostics

func.func @scatter_updates_of_other_sizes(%x: tensor<9x4xf32>, %i: tensor<3xi64>, %u: tensor<3x5xf32>) {
  // expected-error @+1 {{updates of sizes [3, 5] should have [3, 4], which indices of sizes [3] select of [9, 4]}}
  %y = graph.scatter sum %x, %i, %u axis = 0 : tensor<9x4xf32>, tensor<3xi64>, tensor<3x5xf32> -> tensor<9x4xf32>
  return
}

// -----

func.func @scatter_updates_of_another_type(%x: tensor<9x4xf32>, %i: tensor<3xi64>, %u: tensor<3x4xf16>) {
  // expected-error @+1 {{needs one element type, got 'tensor<9x4xf32>', updates of 'tensor<3x4xf16>' and 'tensor<9x4xf32>'}}
  %y = graph.scatter sum %x, %i, %u axis = 0 : tensor<9x4xf32>, tensor<3xi64>, tensor<3x4xf16> -> tensor<9x4xf32>
  return
}

// -----

func.func @scatter_by_floats(%x: tensor<9x4xf32>, %i: tensor<3xf32>, %u: tensor<3x4xf32>) {
  // expected-error @+1 {{needs integers as indices, got 'tensor<3xf32>'}}
  %y = graph.scatter sum %x, %i, %u axis = 0 : tensor<9x4xf32>, tensor<3xf32>, tensor<3x4xf32> -> tensor<9x4xf32>
  return
}

// -----

func.func @scatter_along_no_axis(%x: tensor<9x4xf32>, %i: tensor<9x1xi64>, %u: tensor<9x1xf32>) {
  // expected-error @+1 {{axis 2 is out of range for shape [9, 4]}}
  %y = graph.scatter_along max %x, %i, %u axis = 2 : tensor<9x4xf32>, tensor<9x1xi64>, tensor<9x1xf32> -> tensor<9x4xf32>
  return
}

// -----

func.func @scatter_along_beyond_another_axis(%x: tensor<9x4xf32>, %i: tensor<10x1xi64>, %u: tensor<10x1xf32>) {
  // expected-error @+1 {{indices of sizes [10, 1] reach beyond [9, 4] on axis 0}}
  %y = graph.scatter_along max %x, %i, %u axis = 1 : tensor<9x4xf32>, tensor<10x1xi64>, tensor<10x1xf32> -> tensor<9x4xf32>
  return
}

// -----

func.func @scatter_along_by_other_sizes(%x: tensor<9x4xf32>, %i: tensor<2x4xi64>, %u: tensor<3x4xf32>) {
  // expected-error @+1 {{indices of sizes [2, 4] and updates of sizes [3, 4] should have the same, of the rank of [9, 4]}}
  %y = graph.scatter_along max %x, %i, %u axis = 0 : tensor<9x4xf32>, tensor<2x4xi64>, tensor<3x4xf32> -> tensor<9x4xf32>
  return
}
