// RUN: tenon-opt %s --split-input-file --verify-diagnostics

func.func @scan_along_no_axis(%x: tensor<9x4xf32>) {
  // expected-error @+1 {{has axis 2 for shape [9, 4]}}
  %y = graph.scan sum %x axis = 2 : tensor<9x4xf32> -> tensor<9x4xf32>
  return
}

// -----

func.func @scan_to_other_sizes(%x: tensor<9x4xf32>) {
  // expected-error @+1 {{should have a result of the operand's sizes and of 'f32', got 'tensor<9x5xf32>'}}
  %y = graph.scan sum %x axis = 1 : tensor<9x4xf32> -> tensor<9x5xf32>
  return
}

// -----

func.func @exponentials_of_integers(%x: tensor<9x4xi32>) {
  // expected-error @+1 {{adds exponentials of floats, not of 'i32'}}
  %y = graph.scan logsumexp %x axis = 1 : tensor<9x4xi32> -> tensor<9x4xi32>
  return
}

// -----

func.func @arg_scan_of_sums(%x: tensor<9x4xf32>) {
  // expected-error @+1 {{is of max or min, not of sum}}
  %y = graph.arg_scan sum %x axis = 1 : tensor<9x4xf32> -> tensor<9x4xi64>
  return
}

// -----

func.func @sort_with_narrow_indices(%x: tensor<9x4xf32>) {
  // expected-error @+1 {{should have a result of the operand's sizes and of 'i64', got 'tensor<9x4xi32>'}}
  %v, %i = graph.sort %x axis = 1 : tensor<9x4xf32> -> tensor<9x4xf32>, tensor<9x4xi32>
  return
}
