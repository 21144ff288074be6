// RUN: tenon-opt %s --emit-cpu-kernels="cpu=x86-64-v4 stage=math" | FileCheck %s --check-prefixes=CHECK,V4
// RUN: tenon-opt %s --emit-cpu-kernels="cpu=x86-64-v2 stage=math" | FileCheck %s --check-prefixes=CHECK,V2
// Functions of f32 become arithmetic on vectors, with fused multiply-add where
// the CPU has it; those of f64 call the C library.

// CHECK-LABEL: func.func @exp_0
// V4: math.fma {{.*}} : vector<16xf32>
// V4: llvm.call_intrinsic "llvm.x86.avx512.mask.scalef.ps.512"
// V2-NOT: math.fma
// V2: arith.shli {{.*}} : vector<4xi32>
// CHECK-NOT: math.exp
func.func @exp(%x: tensor<64xf32>) {
  %y = kernel.elementwise(%x : tensor<64xf32>) sizes = <64> -> tensor<64xf32> {
  ^bb0(%a: tensor<64xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<64xf32> -> f32
    %s = math.exp %e : f32
    kernel.yield %s : f32
  }
  return
}

// A maximum with a number is one comparison and selection, the instruction of x86.
// CHECK-LABEL: func.func @relu_0
// CHECK: arith.cmpf ogt
// CHECK-NEXT: arith.select
// CHECK-NOT: arith.cmpf uno
func.func @relu(%x: tensor<64xf32>) {
  %y = kernel.elementwise(%x : tensor<64xf32>) sizes = <64> -> tensor<64xf32> {
  ^bb0(%a: tensor<64xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<64xf32> -> f32
    %z = arith.constant 0.0 : f32
    %s = arith.maximumf %e, %z : f32
    kernel.yield %s : f32
  }
  return
}

// CHECK-LABEL: func.func @tanh_f64_0
// CHECK: call @tanh({{.*}}) : (f64) -> f64
func.func @tanh_f64(%x: tensor<64xf64>) {
  %y = kernel.elementwise(%x : tensor<64xf64>) sizes = <64> -> tensor<64xf64> {
  ^bb0(%a: tensor<64xf64>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<64xf64> -> f64
    %s = math.tanh %e : f64
    kernel.yield %s : f64
  }
  return
}
