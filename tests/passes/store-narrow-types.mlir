// RUN: tenon-opt --store-narrow-types --split-input-file %s | FileCheck %s
// Narrow elements become bytes; casts say what the bytes hold; users of the model see the narrow types.

// CHECK-LABEL: func.func @floats
// CHECK-SAME: (%[[X:.*]]: tensor<4xui8> {graph.element_type = f8E4M3FN}) -> (tensor<4xui8> {graph.element_type = f4E2M1FN})
func.func @floats(%x: tensor<4xf8E4M3FN>) -> tensor<4xf4E2M1FN> {
  // CHECK: %[[WIDE:.*]] = graph.cast %[[X]] {source = f8E4M3FN} : tensor<4xui8> -> tensor<4xf32>
  // CHECK: %[[NEG:.*]] = graph.neg %[[WIDE]] : tensor<4xf32> -> tensor<4xf32>
  // CHECK: %[[BACK:.*]] = graph.cast %[[NEG]] {target = f8E4M3FN} : tensor<4xf32> -> tensor<4xui8>
  // CHECK: graph.cast %[[BACK]] {saturate, source = f8E4M3FN, target = f4E2M1FN} : tensor<4xui8> -> tensor<4xui8>
  %0 = graph.neg %x : tensor<4xf8E4M3FN> -> tensor<4xf8E4M3FN>
  %1 = graph.cast %0 {saturate} : tensor<4xf8E4M3FN> -> tensor<4xf4E2M1FN>
  return %1 : tensor<4xf4E2M1FN>
}

// -----

// CHECK-LABEL: func.func @integers
func.func @integers(%x: tensor<2xi4>) -> tensor<2xui2> {
  // CHECK-DAG: graph.constant dense<[-1, 7]> : tensor<2xi8> : tensor<2xi8>
  // CHECK-DAG: graph.fill -8 : i8 -> tensor<2xi8>
  // CHECK: %[[SUM:.*]] = graph.add %{{.*}}, %{{.*}} : tensor<2xi8>, tensor<2xi8> -> tensor<2xi8>
  // CHECK: graph.cast %[[SUM]] {target = i4} : tensor<2xi8> -> tensor<2xi8>
  // CHECK: graph.cast %{{.*}} {source = i4, target = ui2} : tensor<2xi8> -> tensor<2xui8>
  %c = graph.constant dense<[-1, 7]> : tensor<2xi4> : tensor<2xi4>
  %f = graph.fill -8 : i4 -> tensor<2xi4>
  %0 = graph.add %c, %f : tensor<2xi4>, tensor<2xi4> -> tensor<2xi4>
  %1 = graph.concat %0, %x axis = 0 : tensor<2xi4>, tensor<2xi4> -> tensor<4xi4>
  %2 = graph.slice %1 starts = #graph.sizes<1> steps = [1] : tensor<4xi4> -> tensor<2xi4>
  %3 = graph.cast %2 : tensor<2xi4> -> tensor<2xui2>
  return %3 : tensor<2xui2>
}

// -----

// Constants of floats are their codes, and bits that are looked at are those of the bytes.
// CHECK-LABEL: func.func @codes
func.func @codes() -> (tensor<2xf8E5M2>, tensor<2xui4>, tensor<2xui8>) {
  // CHECK: %[[C:.*]] = graph.constant dense<[60, 192]> : tensor<2xui8> : tensor<2xui8>
  // CHECK: %[[F:.*]] = graph.constant dense<[2, 12]> : tensor<2xui8> : tensor<2xui8>
  // CHECK: graph.cast %[[F]] {target = ui4}
  %c = graph.constant dense<[1.0, -2.0]> : tensor<2xf8E5M2> : tensor<2xf8E5M2>
  %f = graph.constant dense<[1.0, -2.0]> : tensor<2xf4E2M1FN> : tensor<2xf4E2M1FN>
  %0 = graph.bitcast %f : tensor<2xf4E2M1FN> -> tensor<2xui4>
  %1 = graph.bitcast %c : tensor<2xf8E5M2> -> tensor<2xui8>
  return %c, %0, %1 : tensor<2xf8E5M2>, tensor<2xui4>, tensor<2xui8>
}
