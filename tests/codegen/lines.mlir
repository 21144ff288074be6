// RUN: tenon-opt %s --split-input-file --emit-cpu-kernels=cpu=x86-64-v4 | FileCheck %s --check-prefixes=CHECK,V4
// RUN: tenon-opt %s --split-input-file --emit-cpu-kernels=cpu=x86-64-v2 | FileCheck %s --check-prefixes=CHECK,V2
// Slices are changed by vectors, lines beside each other are lanes, keys are made by vectors.

// The index is read once for its slice.
// CHECK-LABEL: func.func @slices_0
// CHECK: %[[P:.*]] = llvm.load {{.*}} -> i64
// CHECK: %[[C:.*]] = arith.cmpi ult, %[[P]], %{{.*}} : i64
// CHECK: scf.if %[[C]]
// V4: llvm.load {{.*}} -> vector<16xf32>
// V4: arith.addf {{.*}} : vector<16xf32>
// V4: llvm.store {{.*}} : vector<16xf32>
// V2: arith.addf {{.*}} : vector<4xf32>
func.func @slices(%t: tensor<9x64xf32>, %i: tensor<5xi64>, %u: tensor<5x64xf32>) {
  %y = kernel.scatter sum(%t, %i, %u : tensor<9x64xf32>, tensor<5xi64>, tensor<5x64xf32>) sizes = <1, 5, 64>
      places = <9> target = affine_map<(d0, d1, d2, d3) -> (d2 + d3 * 64)> -> tensor<9x64xf32> {
  ^bb0(%d: tensor<9x64xf32>, %a: tensor<5xi64>, %b: tensor<5x64xf32>, %o: index, %l: index, %j: index):
    %p = kernel.load %a[affine_map<(d0) -> (d0)>](%l) : tensor<5xi64> -> i64
    %q = arith.index_cast %p : i64 to index
    %x = kernel.load %b[affine_map<(d0, d1) -> (d0 * 64 + d1)>](%l, %j) : tensor<5x64xf32> -> f32
    kernel.yield %q, %x : index, f32
  }
  return
}

// -----

// An index for each element: no vectors. A replacement reads nothing.
// CHECK-LABEL: func.func @elements_0
// CHECK-NOT: vector<
// CHECK: scf.if
// CHECK-NOT: llvm.load
// CHECK: llvm.store {{.*}} : f32
// CHECK-NOT: vector<
func.func @elements(%t: tensor<9x64xf32>, %i: tensor<5x64xi64>, %u: tensor<5x64xf32>) {
  %y = kernel.scatter replace(%t, %i, %u : tensor<9x64xf32>, tensor<5x64xi64>, tensor<5x64xf32>) sizes = <1, 5, 64>
      places = <9> target = affine_map<(d0, d1, d2, d3) -> (d2 + d3 * 64)> -> tensor<9x64xf32> {
  ^bb0(%d: tensor<9x64xf32>, %a: tensor<5x64xi64>, %b: tensor<5x64xf32>, %o: index, %l: index, %j: index):
    %p = kernel.load %a[affine_map<(d0, d1) -> (d0 * 64 + d1)>](%l, %j) : tensor<5x64xi64> -> i64
    %q = arith.index_cast %p : i64 to index
    %x = kernel.load %b[affine_map<(d0, d1) -> (d0 * 64 + d1)>](%l, %j) : tensor<5x64xf32> -> f32
    kernel.yield %q, %x : index, f32
  }
  return
}

// -----

// CHECK-LABEL: func.func @columns_0
// V4: scf.for {{.*}} iter_args({{.*}}) -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>)
// V2: scf.for {{.*}} iter_args({{.*}}) -> (vector<4xf32>, vector<4xf32>, vector<4xf32>, vector<4xf32>)
func.func @columns(%x: tensor<8x64xf32>) {
  %y = kernel.scan(%x : tensor<8x64xf32>) sizes = <1, 8, 64> initial = [0.0 : f32] -> tensor<1x8x64xf32> {
  ^bb0(%a: tensor<8x64xf32>, %s: f32, %o: index, %l: index, %j: index):
    %e = kernel.load %a[affine_map<(d0, d1) -> (d0 * 64 + d1)>](%l, %j) : tensor<8x64xf32> -> f32
    %n = arith.addf %s, %e : f32
    kernel.yield %n, %n : f32, f32
  }
  return
}

// -----

// Four rows at a time, then what is left one by one.
// CHECK-LABEL: func.func @rows_0
// CHECK: scf.for {{.*}} iter_args({{.*}}) -> (f32, f32, f32, f32)
// CHECK: scf.for {{.*}} iter_args({{.*}}) -> (f32)
func.func @rows(%x: tensor<7x64xf32>) {
  %y = kernel.scan(%x : tensor<7x64xf32>) sizes = <7, 64, 1> initial = [0.0 : f32] -> tensor<7x64x1xf32> {
  ^bb0(%a: tensor<7x64xf32>, %s: f32, %o: index, %l: index, %j: index):
    %e = kernel.load %a[affine_map<(d0, d1) -> (d0 * 64 + d1)>](%o, %l) : tensor<7x64xf32> -> f32
    %n = arith.addf %s, %e : f32
    kernel.yield %n, %n : f32, f32
  }
  return
}

// -----

// Two bytes of f16 keys are sorted by, of which and of their places one number is made.
// CHECK-LABEL: func.func @keys_0
// CHECK-SAME: scratch_bytes = "6656"
// V4: arith.ori {{.*}} : vector<8xi64>
// CHECK-COUNT-2: scf.if {{.*}} -> (!llvm.ptr)
// CHECK-NOT: scf.if {{.*}} -> (!llvm.ptr)
func.func @keys(%x: tensor<4x285xf16>) {
  %y = kernel.sort(%x : tensor<4x285xf16>) sizes = <4, 285, 1> indices -> tensor<4x285x1xi64> {
  ^bb0(%a: tensor<4x285xf16>, %o: index, %l: index, %j: index):
    %e = kernel.load %a[affine_map<(d0, d1) -> (d0 * 285 + d1)>](%o, %l) : tensor<4x285xf16> -> f16
    kernel.yield %e : f16
  }
  return
}

// -----

// A copy of what lies in its place already does nothing.
// CHECK-LABEL: func.func @copy_0
// CHECK: %[[C:.*]] = llvm.icmp "ne" %{{.*}}, %{{.*}} : !llvm.ptr
// CHECK: scf.if %[[C]]
func.func @copy(%x: tensor<8x64xf32>) {
  %y = kernel.elementwise(%x : tensor<8x64xf32>) sizes = <512> -> tensor<512xf32> {
  ^bb0(%a: tensor<8x64xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<8x64xf32> -> f32
    kernel.yield %e : f32
  }
  return
}
