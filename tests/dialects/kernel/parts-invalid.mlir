// RUN: tenon-opt %s --split-input-file --verify-diagnostics
// Results in parts: as many values as parts, all of one type.

func.func @too_few(%x: tensor<8xf32>) {
  // expected-error @+1 {{yields 1 values for 2 parts of 1 results}}
  %y = kernel.elementwise(%x : tensor<8xf32>) sizes = <8> parts = 2 -> tensor<2x8xf32> {
  ^bb0(%a: tensor<8xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<8xf32> -> f32
    kernel.yield %e : f32
  }
  return
}

// -----

func.func @without_the_axis(%x: tensor<8xf32>) {
  // expected-error @+1 {{has sizes [2, 8] and a result of 'tensor<8xf32>'}}
  %y = kernel.elementwise(%x : tensor<8xf32>) sizes = <8> parts = 2 -> tensor<8xf32> {
  ^bb0(%a: tensor<8xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<8xf32> -> f32
    kernel.yield %e, %e : f32, f32
  }
  return
}
