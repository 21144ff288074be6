// RUN: tenon-opt %s --emit-cpu-kernels=cpu=x86-64-v4 | FileCheck %s --check-prefixes=CHECK,V4
// RUN: tenon-opt %s --emit-cpu-kernels=cpu=x86-64-v3 | FileCheck %s --check-prefixes=CHECK,V3
// RUN: tenon-opt %s --emit-cpu-kernels="cpu=x86-64-v4 stage=llvm" | FileCheck %s --check-prefix=LLVM
// Dimensions that every load runs through in one go are one loop, loads are
// contiguous, uniform or transposed in blocks, and what is left over is masked.

// The two dimensions of a copy are one: there is no loop over rows.
// CHECK-LABEL: func.func @merged_0
// CHECK-SAME: tiles = "1"
// CHECK: scf.for
// V4: scf.for {{.*}} step %c48
// V4: llvm.load {{.*}} -> vector<16xf32>
// V3: scf.for {{.*}} step %c32
// V3: llvm.load {{.*}} -> vector<8xf32>
// V4: llvm.intr.masked.load
// V3-NOT: llvm.intr.masked.load
// LLVM-LABEL: llvm.func @merged_0
// LLVM-SAME: prefer_vector_width = "512"
// LLVM-SAME: target_cpu = "x86-64-v4"
func.func @merged(%x: tensor<5x70xf32>) {
  %y = kernel.elementwise(%x : tensor<5x70xf32>) sizes = <5, 70> -> tensor<5x70xf32> {
  ^bb0(%a: tensor<5x70xf32>, %i: index, %j: index):
    %e = kernel.load %a[affine_map<(d0, d1) -> (d0 * 70 + d1)>](%i, %j) : tensor<5x70xf32> -> f32
    %s = arith.addf %e, %e : f32
    kernel.yield %s : f32
  }
  return
}

// The operand of a row is loaded once, before the loop over the columns.
// CHECK-LABEL: func.func @broadcast_column_0
// CHECK: llvm.load {{.*}} -> f32
// CHECK: scf.for
// CHECK: vector.broadcast
// CHECK-NOT: -> f32
func.func @broadcast_column(%x: tensor<64x256xf32>, %c: tensor<64xf32>) {
  %y = kernel.elementwise(%x, %c : tensor<64x256xf32>, tensor<64xf32>) sizes = <64, 256> -> tensor<64x256xf32> {
  ^bb0(%a: tensor<64x256xf32>, %b: tensor<64xf32>, %i: index, %j: index):
    %e = kernel.load %a[affine_map<(d0, d1) -> (d0 * 256 + d1)>](%i, %j) : tensor<64x256xf32> -> f32
    %f = kernel.load %b[affine_map<(d0) -> (d0)>](%i) : tensor<64xf32> -> f32
    %s = arith.mulf %e, %f : f32
    kernel.yield %s : f32
  }
  return
}

// Square blocks turn around in registers; gathers are for the border.
// CHECK-LABEL: func.func @transposed_0
// V4-COUNT-16: llvm.load {{.*}} -> vector<16xf32>
// V3-COUNT-8: llvm.load {{.*}} -> vector<8xf32>
// CHECK: vector.shuffle
// CHECK: llvm.store
// CHECK: llvm.intr.masked.gather
func.func @transposed(%x: tensor<64x64xf32>) {
  %y = kernel.elementwise(%x : tensor<64x64xf32>) sizes = <64, 64> -> tensor<64x64xf32> {
  ^bb0(%a: tensor<64x64xf32>, %i: index, %j: index):
    %e = kernel.load %a[affine_map<(d0, d1) -> (d1 * 64 + d0)>](%i, %j) : tensor<64x64xf32> -> f32
    kernel.yield %e : f32
  }
  return
}

// A row of a table is contiguous although its number is loaded.
// CHECK-LABEL: func.func @embedding_0
// CHECK-SAME: tiles = "s0 ceildiv
// CHECK: llvm.load {{.*}} -> i64
// CHECK: scf.for
// V4: llvm.load {{.*}} -> vector<16xf32>
// CHECK-NOT: gather
func.func @embedding(%t: tensor<1000x384xf32>, %n: tensor<?xi64, #graph.sizes<s0>>) {
  %y = kernel.elementwise(%t, %n : tensor<1000x384xf32>, tensor<?xi64, #graph.sizes<s0>>) sizes = <s0, 384>
      -> tensor<?x384xf32, #graph.sizes<s0, 384>> {
  ^bb0(%a: tensor<1000x384xf32>, %b: tensor<?xi64, #graph.sizes<s0>>, %i: index, %j: index):
    %k = kernel.load %b[affine_map<(d0) -> (d0)>](%i) : tensor<?xi64, #graph.sizes<s0>> -> i64
    %r = arith.index_cast %k : i64 to index
    %e = kernel.load %a[affine_map<(d0, d1) -> (d0 * 384 + d1)>](%r, %j) : tensor<1000x384xf32> -> f32
    kernel.yield %e : f32
  }
  return
}

// Parts of one result lie a whole part apart.
// CHECK-LABEL: func.func @parts_0
// V4: %[[STEP:.*]] = arith.constant 20 : i64
// V4: llvm.load {{.*}} -> vector<16xf32>
// V4-COUNT-2: llvm.store {{.*}} : vector<16xf32>
func.func @parts(%x: tensor<20xf32>) {
  %y = kernel.elementwise(%x : tensor<20xf32>) sizes = <20> parts = 2 -> tensor<2x20xf32> {
  ^bb0(%a: tensor<20xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<20xf32> -> f32
    %n = arith.negf %e : f32
    kernel.yield %e, %n : f32, f32
  }
  return
}
