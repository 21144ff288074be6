// RUN: tenon-opt --raise-attention --split-input-file %s | FileCheck %s
// Attention is found in its parts.

// Factors of queries, keys and scores, and a mask that is the same for all heads.

// CHECK-LABEL: func.func @scaled_and_masked
// CHECK: %[[M:.*]] = graph.reshape %arg3 : tensor<64xf32> -> tensor<1x1x64xf32>
// CHECK: %[[K:.*]] = graph.transpose %arg1 permutation = [0, 2, 1] : tensor<8x32x64xf32> -> tensor<8x64x32xf32>
// CHECK: graph.attention %arg0, %[[K]], %arg2 mask = %[[M]] : tensor<1x1x64xf32> scale = 1.250000e-01 :
// CHECK-NOT: graph.softmax
func.func @scaled_and_masked(%q: tensor<8x64x32xf32>, %kt: tensor<8x32x64xf32>, %v: tensor<8x64x32xf32>, %m: tensor<64xf32>) -> tensor<8x64x32xf32> {
  %half = graph.fill 5.000000e-01 : f32 -> tensor<8x64x32xf32>
  %two = graph.fill 2.000000e+00 : f32 -> tensor<8x64x64xf32>
  %number = graph.constant dense<5.000000e-01> : tensor<f32> : tensor<f32>
  %spread = graph.broadcast %number axes = [] : tensor<f32> -> tensor<8x32x64xf32>
  %0 = graph.mul %half, %q : tensor<8x64x32xf32>, tensor<8x64x32xf32> -> tensor<8x64x32xf32>
  %1 = graph.mul %kt, %spread : tensor<8x32x64xf32>, tensor<8x32x64xf32> -> tensor<8x32x64xf32>
  %2 = graph.matmul %0, %1 : tensor<8x64x32xf32>, tensor<8x32x64xf32> -> tensor<8x64x64xf32>
  %3 = graph.div %2, %two : tensor<8x64x64xf32>, tensor<8x64x64xf32> -> tensor<8x64x64xf32>
  %mask = graph.broadcast %m axes = [2] : tensor<64xf32> -> tensor<8x64x64xf32>
  %4 = graph.add %mask, %3 : tensor<8x64x64xf32>, tensor<8x64x64xf32> -> tensor<8x64x64xf32>
  %5 = graph.softmax %4 axis = 2 : tensor<8x64x64xf32> -> tensor<8x64x64xf32>
  %6 = graph.matmul %5, %v : tensor<8x64x64xf32>, tensor<8x64x32xf32> -> tensor<8x64x32xf32>
  return %6 : tensor<8x64x32xf32>
}

// -----

// A mask that replaces.

// CHECK-LABEL: func.func @chosen
// CHECK: %[[LOW:.*]] = graph.fill 0xFF800000 : f32 -> tensor<64x64xf32>
// CHECK: %[[ZERO:.*]] = graph.fill 0.000000e+00 : f32 -> tensor<64x64xf32>
// CHECK: graph.select %{{.*}}, %[[ZERO]], %[[LOW]]
// CHECK: graph.attention
func.func @chosen(%q: tensor<64x32xf32>, %kt: tensor<32x64xf32>, %v: tensor<64x32xf32>, %c: tensor<64x64xi1>) -> tensor<64x32xf32> {
  %0 = graph.matmul %q, %kt : tensor<64x32xf32>, tensor<32x64xf32> -> tensor<64x64xf32>
  %low = graph.fill 0xFF800000 : f32 -> tensor<64x64xf32>
  %1 = graph.select %c, %0, %low : tensor<64x64xi1>, tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
  %2 = graph.softmax %1 axis = 1 : tensor<64x64xf32> -> tensor<64x64xf32>
  %3 = graph.matmul %2, %v : tensor<64x64xf32>, tensor<64x32xf32> -> tensor<64x32xf32>
  return %3 : tensor<64x32xf32>
}

// -----

// What something else reads has to be there: the probabilities.

// CHECK-LABEL: func.func @read_elsewhere
// CHECK: graph.softmax
// CHECK-NOT: graph.attention
func.func @read_elsewhere(%q: tensor<64x32xf32>, %kt: tensor<32x64xf32>, %v: tensor<64x32xf32>) -> (tensor<64x32xf32>, tensor<64x64xf32>) {
  %0 = graph.matmul %q, %kt : tensor<64x32xf32>, tensor<32x64xf32> -> tensor<64x64xf32>
  %1 = graph.softmax %0 axis = 1 : tensor<64x64xf32> -> tensor<64x64xf32>
  %2 = graph.matmul %1, %v : tensor<64x64xf32>, tensor<64x32xf32> -> tensor<64x32xf32>
  return %2, %1 : tensor<64x32xf32>, tensor<64x64xf32>
}

// -----

// A mask that only makes scores smaller is none that hides; softmax along the queries is none of attention.

// CHECK-LABEL: func.func @other_forms
// CHECK-NOT: graph.attention
func.func @other_forms(%q: tensor<64x32xf32>, %kt: tensor<32x64xf32>, %v: tensor<64x32xf32>, %c: tensor<64x64xi1>) -> (tensor<64x32xf32>, tensor<64x32xf32>) {
  %0 = graph.matmul %q, %kt : tensor<64x32xf32>, tensor<32x64xf32> -> tensor<64x64xf32>
  %low = graph.fill -1.000000e+04 : f32 -> tensor<64x64xf32>
  %1 = graph.select %c, %0, %low : tensor<64x64xi1>, tensor<64x64xf32>, tensor<64x64xf32> -> tensor<64x64xf32>
  %2 = graph.softmax %1 axis = 1 : tensor<64x64xf32> -> tensor<64x64xf32>
  %3 = graph.matmul %2, %v : tensor<64x64xf32>, tensor<64x32xf32> -> tensor<64x32xf32>
  %4 = graph.matmul %q, %kt : tensor<64x32xf32>, tensor<32x64xf32> -> tensor<64x64xf32>
  %5 = graph.softmax %4 axis = 0 : tensor<64x64xf32> -> tensor<64x64xf32>
  %6 = graph.matmul %5, %v : tensor<64x64xf32>, tensor<64x32xf32> -> tensor<64x32xf32>
  return %3, %6 : tensor<64x32xf32>, tensor<64x32xf32>
}
