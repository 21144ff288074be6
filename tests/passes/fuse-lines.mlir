// RUN: tenon-opt --fuse-lines %s | FileCheck %s
// A scatter, scan or sort computes what it reads; what a scatter changes is in memory.

// CHECK-LABEL: func.func @updates_and_indices_are_computed
func.func @updates_and_indices_are_computed(%t: tensor<9x64xf32>, %i: tensor<5xi32>, %x: tensor<5x64xf32>) -> tensor<9x64xf32> {
  // CHECK: graph.group(
  // CHECK: %[[U:.*]] = graph.exp
  // CHECK: graph.cast
  // CHECK: graph.scatter sum %{{.*}}, %{{.*}}, %[[U]]
  // CHECK: graph.yield
  %0 = graph.exp %x : tensor<5x64xf32> -> tensor<5x64xf32>
  %1 = graph.cast %i : tensor<5xi32> -> tensor<5xi64>
  %2 = graph.scatter sum %t, %1, %0 axis = 0 : tensor<9x64xf32>, tensor<5xi64>, tensor<5x64xf32> -> tensor<9x64xf32>
  return %2 : tensor<9x64xf32>
}

// CHECK-LABEL: func.func @destination_stays_in_memory
func.func @destination_stays_in_memory(%i: tensor<5xi64>, %x: tensor<9x64xf32>, %u: tensor<5x64xf32>) -> tensor<9x64xf32> {
  // CHECK: %[[D:.*]] = graph.neg
  // CHECK: graph.group({{.*}}%[[D]] : tensor<9x64xf32>
  // CHECK-NOT: graph.neg
  %0 = graph.neg %x : tensor<9x64xf32> -> tensor<9x64xf32>
  %1 = graph.scatter replace %0, %i, %u axis = 0 : tensor<9x64xf32>, tensor<5xi64>, tensor<5x64xf32> -> tensor<9x64xf32>
  return %1 : tensor<9x64xf32>
}

// CHECK-LABEL: func.func @expensive_indices_are_not_repeated
func.func @expensive_indices_are_not_repeated(%t: tensor<9x64xf32>, %x: tensor<5xf32>, %u: tensor<5x64xf32>) -> tensor<9x64xf32> {
  // CHECK: graph.exp
  // CHECK: graph.group(
  // CHECK-NOT: graph.exp
  %0 = graph.exp %x : tensor<5xf32> -> tensor<5xf32>
  %1 = graph.cast %0 : tensor<5xf32> -> tensor<5xi64>
  %2 = graph.scatter max %t, %1, %u axis = 0 : tensor<9x64xf32>, tensor<5xi64>, tensor<5x64xf32> -> tensor<9x64xf32>
  return %2 : tensor<9x64xf32>
}

// CHECK-LABEL: func.func @scan_takes_expensive_elements
func.func @scan_takes_expensive_elements(%x: tensor<5x64xf32>) -> tensor<64x5xf32> {
  // CHECK: graph.group(
  // CHECK: graph.exp
  // CHECK: graph.transpose
  // CHECK: graph.scan
  // CHECK: graph.yield
  %0 = graph.exp %x : tensor<5x64xf32> -> tensor<5x64xf32>
  %1 = graph.transpose %0 permutation = [1, 0] : tensor<5x64xf32> -> tensor<64x5xf32>
  %2 = graph.scan sum %1 axis = 0 : tensor<64x5xf32> -> tensor<64x5xf32>
  return %2 : tensor<64x5xf32>
}

// A sort reads each element twice; of its results it gives what is used.
// CHECK-LABEL: func.func @sort_takes_cheap_elements
func.func @sort_takes_cheap_elements(%x: tensor<5x64xf32>) -> tensor<5x64xi64> {
  // CHECK: graph.exp
  // CHECK: graph.group({{.*}}) -> tensor<5x64xi64>
  // CHECK: graph.neg
  // CHECK: %{{.*}}, %[[I:.*]] = graph.sort
  // CHECK: graph.yield %[[I]]
  %0 = graph.exp %x : tensor<5x64xf32> -> tensor<5x64xf32>
  %1 = graph.neg %0 : tensor<5x64xf32> -> tensor<5x64xf32>
  %v, %i = graph.sort %1 axis = 1 : tensor<5x64xf32> -> tensor<5x64xf32>, tensor<5x64xi64>
  return %i : tensor<5x64xi64>
}
