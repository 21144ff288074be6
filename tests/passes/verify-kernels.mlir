// RUN: tenon-opt --verify-kernels %s | FileCheck %s
// A complete plan over kernels, weights and reshapes passes unchanged.

#flat = affine_map<(d0) -> (d0)>

// CHECK-LABEL: func.func @complete
func.func @complete(%x: tensor<?x2xf32, #graph.sizes<s0, 2>>) -> tensor<?xf32, #graph.sizes<s0 * 2>> attributes {kernel.buffers = [#kernel.buffer<<s0 * 8>, 0, 1>]} {
  // CHECK: kernel.elementwise
  // CHECK: graph.reshape
  // CHECK: kernel.elementwise
  %0 = kernel.elementwise(%x : tensor<?x2xf32, #graph.sizes<s0, 2>>) sizes = <s0 * 2> {buffers = array<i64: 0>} -> tensor<?xf32, #graph.sizes<s0 * 2>> {
  ^bb0(%a: tensor<?x2xf32, #graph.sizes<s0, 2>>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<?x2xf32, #graph.sizes<s0, 2>> -> f32
    kernel.yield %v : f32
  }
  %1 = graph.reshape %0 : tensor<?xf32, #graph.sizes<s0 * 2>> -> tensor<?x2xf32, #graph.sizes<s0, 2>>
  %2 = kernel.elementwise(%1 : tensor<?x2xf32, #graph.sizes<s0, 2>>) sizes = <s0 * 2> {buffers = array<i64: -1>} -> tensor<?xf32, #graph.sizes<s0 * 2>> {
  ^bb0(%a: tensor<?x2xf32, #graph.sizes<s0, 2>>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<?x2xf32, #graph.sizes<s0, 2>> -> f32
    kernel.yield %v : f32
  }
  return %2 : tensor<?xf32, #graph.sizes<s0 * 2>>
}
