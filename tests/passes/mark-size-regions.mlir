// What waits for sizes that depend on data is marked, and kernels stand in the order of their regions.
//
// RUN: tenon-opt --mark-size-regions %s | FileCheck %s
// RUN: tenon-opt --mark-size-regions --fuse-elementwise --lower-to-kernel %s | FileCheck %s --check-prefix=KERNELS
// RUN: tenon-opt --simplify %s | FileCheck %s --check-prefix=SIMPLE

// Both sizes are ready before anything waits: one region ends with them, though one is defined late.
// CHECK-LABEL: func.func @together
// CHECK: graph.define_size %arg1 symbol = 1
// CHECK: graph.fill {{.*}}graph.size_region = 1
// CHECK-NOT: graph.size_region
// CHECK: graph.exp
// CHECK: graph.define_size
// CHECK: graph.iota {{.*}}graph.size_region = 1
// KERNELS-LABEL: func.func @together
// KERNELS: %[[EXP:.*]] = kernel.elementwise(%arg0
// KERNELS: math.exp
// KERNELS: kernel.define(%arg1 : tensor<i64>) symbol = 1
// KERNELS-NEXT: kernel.define(%arg2 : tensor<i64>) symbol = 2
// KERNELS: kernel.elementwise
func.func @together(%x: tensor<?xf32, #graph.sizes<s0>>, %n: tensor<i64>, %m: tensor<i64>)
    -> (tensor<?xf32, #graph.sizes<s1>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s2>>) attributes {graph.symbols = ["x", "n", "m"]} {
  graph.define_size %n symbol = 1 : tensor<i64>
  %0 = graph.fill 1.0 : f32 -> tensor<?xf32, #graph.sizes<s1>>
  %1 = graph.exp %x : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  graph.define_size %m symbol = 2 : tensor<i64>
  %2 = graph.iota 0 : tensor<?xi64, #graph.sizes<s2>>
  return %0, %1, %2 : tensor<?xf32, #graph.sizes<s1>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s2>>
}

// The run looks whether the number of elements stays, once, when the size is known.
// KERNELS-LABEL: func.func @open
// KERNELS: kernel.define
// KERNELS-NEXT: kernel.require <s0, s1 * 4>
// KERNELS-NOT: kernel.require
// KERNELS: return
func.func @open(%x: tensor<?xf32, #graph.sizes<s0>>, %n: tensor<i64>)
    -> (tensor<?x4xf32, #graph.sizes<s1, 4>>, tensor<4x?xf32, #graph.sizes<4, s1>>) attributes {graph.symbols = ["n", "rows"]} {
  graph.define_size %n symbol = 1 : tensor<i64>
  %0 = graph.reshape %x : tensor<?xf32, #graph.sizes<s0>> -> tensor<?x4xf32, #graph.sizes<s1, 4>>
  %1 = graph.exp %0 : tensor<?x4xf32, #graph.sizes<s1, 4>> -> tensor<?x4xf32, #graph.sizes<s1, 4>>
  %2 = graph.reshape %x : tensor<?xf32, #graph.sizes<s0>> -> tensor<4x?xf32, #graph.sizes<4, s1>>
  %3 = graph.exp %2 : tensor<4x?xf32, #graph.sizes<4, s1>> -> tensor<4x?xf32, #graph.sizes<4, s1>>
  return %1, %3 : tensor<?x4xf32, #graph.sizes<s1, 4>>, tensor<4x?xf32, #graph.sizes<4, s1>>
}

// A size of which nothing is left, and the one that it was computed from.
// SIMPLE-LABEL: func.func @unused
// SIMPLE-SAME: graph.symbols = ["kept"]
// SIMPLE-NEXT: graph.define_size %arg1 symbol = 0
// SIMPLE-NEXT: graph.fill 1.{{.*}} tensor<?xf32, #graph.sizes<s0>>
// SIMPLE-NEXT: return
func.func @unused(%n: tensor<i64>, %m: tensor<i64>) -> tensor<?xf32, #graph.sizes<s2>> attributes {graph.symbols = ["first", "second", "kept"]} {
  graph.define_size %n symbol = 0 : tensor<i64>
  %1 = graph.size <s0> : tensor<i64>
  graph.define_size %1 symbol = 1 : tensor<i64>
  graph.define_size %m symbol = 2 : tensor<i64>
  %2 = graph.fill 1.0 : f32 -> tensor<?xf32, #graph.sizes<s2>>
  return %2 : tensor<?xf32, #graph.sizes<s2>>
}
