// RUN: tenon-opt %s --emit-cpu-kernels=cpu=x86-64-v4 | FileCheck %s
// A reduction keeps four vectors; a row that is only yielded goes straight to
// the result, another one to scratch memory.

// CHECK-LABEL: func.func @softmax_0
// CHECK-SAME: scratch_bytes = "1536"
// CHECK: scf.for {{.*}} -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>)
// CHECK: vector.shuffle
// CHECK: scf.for {{.*}} -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>)
// CHECK: math.exp
// CHECK: llvm.store
// CHECK: arith.divf {{.*}} : f32
// CHECK: llvm.store
// CHECK-NOT: scf.for {{.*}} step %c1_i64
func.func @softmax(%x: tensor<32x384xf32>) {
  %y = kernel.rows(%x : tensor<32x384xf32>) sizes = <32> row_size = <384> -> tensor<32x384xf32> {
  ^bb0(%a: tensor<32x384xf32>, %i: index):
    %m = kernel.sweep [max] -> f32 {
    ^bb1(%j: index):
      %e = kernel.load %a[affine_map<(d0, d1) -> (d0 * 384 + d1)>](%i, %j) : tensor<32x384xf32> -> f32
      kernel.yield %e : f32
    }
    %s, %row = kernel.sweep [sum] -> f32, !kernel.row<f32> {
    ^bb1(%j: index):
      %e = kernel.load %a[affine_map<(d0, d1) -> (d0 * 384 + d1)>](%i, %j) : tensor<32x384xf32> -> f32
      %d = arith.subf %e, %m : f32
      %p = math.exp %d : f32
      kernel.yield %p, %p : f32, f32
    }
    %one = arith.constant 1.0 : f32
    %q = arith.divf %one, %s : f32
    %r = kernel.sweep [] -> !kernel.row<f32> {
    ^bb1(%j: index):
      %p = kernel.read_row %row : !kernel.row<f32> -> f32
      %t = arith.mulf %p, %q : f32
      kernel.yield %t : f32
    }
    kernel.yield %r : !kernel.row<f32>
  }
  return
}
