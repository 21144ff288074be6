// RUN: tenon-opt --verify-kernels --split-input-file --verify-diagnostics %s
// What must not reach code generation is reported.

// expected-error @below {{has no memory plan}}
func.func @unplanned(%x: tensor<8xf32>) -> tensor<8xf32> {
  return %x : tensor<8xf32>
}

// -----

func.func @left_over(%x: tensor<8xf32>) -> tensor<8xf32> attributes {kernel.buffers = []} {
  // expected-error @below {{is left beside the kernels}}
  %0 = graph.exp %x : tensor<8xf32> -> tensor<8xf32>
  return %0 : tensor<8xf32>
}

// -----

func.func @without_place() -> tensor<8xf32> attributes {kernel.buffers = []} {
  // expected-error @below {{has no place for each of its results}}
  %0 = kernel.elementwise() sizes = <8> -> tensor<8xf32> {
  ^bb0(%i: index):
    %v = arith.constant 1.0 : f32
    kernel.yield %v : f32
  }
  return %0 : tensor<8xf32>
}

// -----

func.func @missing_buffer() -> tensor<8xf32> attributes {kernel.buffers = []} {
  // expected-error @below {{lies in buffer 3, which does not exist}}
  %0 = kernel.elementwise() sizes = <8> {buffers = array<i64: 3>} -> tensor<8xf32> {
  ^bb0(%i: index):
    %v = arith.constant 1.0 : f32
    kernel.yield %v : f32
  }
  return %0 : tensor<8xf32>
}
