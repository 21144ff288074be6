// RUN: tenon-opt --split-input-file --plan-memory --verify-kernels %s | FileCheck %s
// A kernel that changes an input in place gets one that nothing else needs.

// What is changed on its way to an output lies there from the start.
// CHECK-LABEL: func.func @made_for_the_output
// CHECK-SAME: kernel.buffers = []
func.func @made_for_the_output(%u: tensor<5xf32>) -> tensor<9xf32> {
  // CHECK: kernel.elementwise() sizes = <9> {buffers = array<i64: -1>}
  %0 = kernel.elementwise() sizes = <9> -> tensor<9xf32> {
  ^bb0(%i: index):
    %c = arith.constant 1.0 : f32
    kernel.yield %c : f32
  }
  // CHECK: kernel.scatter {{.*}} {buffers = array<i64: -1>}
  %1 = kernel.scatter sum(%0, %u : tensor<9xf32>, tensor<5xf32>) sizes = <1, 5, 1> places = <9> target = affine_map<(d0, d1, d2, d3) -> (d3)> -> tensor<9xf32> {
  ^bb0(%d: tensor<9xf32>, %a: tensor<5xf32>, %o: index, %l: index, %j: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%l) : tensor<5xf32> -> f32
    kernel.yield %l, %e : index, f32
  }
  return %1 : tensor<9xf32>
}

// -----

// CHECK-LABEL: func.func @changed_in_the_arena
// CHECK-SAME: kernel.buffers = [#kernel.buffer<<36>, 0, 2>]
func.func @changed_in_the_arena(%x: tensor<9xf32>, %u: tensor<5xf32>) -> tensor<9xf32> {
  %0 = kernel.elementwise(%x : tensor<9xf32>) sizes = <9> -> tensor<9xf32> {
  ^bb0(%a: tensor<9xf32>, %i: index):
    %c = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<9xf32> -> f32
    kernel.yield %c : f32
  }
  // CHECK: kernel.scatter {{.*}} {buffers = array<i64: 0>}
  %1 = kernel.scatter sum(%0, %u : tensor<9xf32>, tensor<5xf32>) sizes = <1, 5, 1> places = <9> target = affine_map<(d0, d1, d2, d3) -> (d3)> -> tensor<9xf32> {
  ^bb0(%d: tensor<9xf32>, %a: tensor<5xf32>, %o: index, %l: index, %j: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%l) : tensor<5xf32> -> f32
    kernel.yield %l, %e : index, f32
  }
  %2 = kernel.elementwise(%1 : tensor<9xf32>) sizes = <9> -> tensor<9xf32> {
  ^bb0(%a: tensor<9xf32>, %i: index):
    %c = kernel.load %a[affine_map<(d0) -> (8 - d0)>](%i) : tensor<9xf32> -> f32
    kernel.yield %c : f32
  }
  return %2 : tensor<9xf32>
}

// -----

// An argument, and what is read later, are copied.
// CHECK-LABEL: func.func @copies
// CHECK-SAME: kernel.buffers = [#kernel.buffer<<36>, 0, 4>]
func.func @copies(%x: tensor<9xf32>, %u: tensor<5xf32>) -> (tensor<9xf32>, tensor<9xf32>) {
  // CHECK: %[[C:.*]] = kernel.elementwise(%arg0 : tensor<9xf32>) sizes = <9> {buffers = array<i64: 0>}
  // CHECK: %[[S:.*]] = kernel.scatter sum(%[[C]], {{.*}} {buffers = array<i64: 0>}
  %0 = kernel.scatter sum(%x, %u : tensor<9xf32>, tensor<5xf32>) sizes = <1, 5, 1> places = <9> target = affine_map<(d0, d1, d2, d3) -> (d3)> -> tensor<9xf32> {
  ^bb0(%d: tensor<9xf32>, %a: tensor<5xf32>, %o: index, %l: index, %j: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%l) : tensor<5xf32> -> f32
    kernel.yield %l, %e : index, f32
  }
  // CHECK: %[[D:.*]] = kernel.elementwise(%[[S]] : tensor<9xf32>) sizes = <9> {buffers = array<i64: -1>}
  // CHECK: kernel.scatter max(%[[D]], {{.*}} {buffers = array<i64: -1>}
  %1 = kernel.scatter max(%0, %u : tensor<9xf32>, tensor<5xf32>) sizes = <1, 5, 1> places = <9> target = affine_map<(d0, d1, d2, d3) -> (d3)> -> tensor<9xf32> {
  ^bb0(%d: tensor<9xf32>, %a: tensor<5xf32>, %o: index, %l: index, %j: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%l) : tensor<5xf32> -> f32
    kernel.yield %l, %e : index, f32
  }
  %2 = kernel.elementwise(%0 : tensor<9xf32>) sizes = <9> -> tensor<9xf32> {
  ^bb0(%a: tensor<9xf32>, %i: index):
    %c = kernel.load %a[affine_map<(d0) -> (8 - d0)>](%i) : tensor<9xf32> -> f32
    kernel.yield %c : f32
  }
  return %1, %2 : tensor<9xf32>, tensor<9xf32>
}

// -----

// A scan may take over what it reads at the same place only.
// CHECK-LABEL: func.func @scan_in_place
// CHECK-SAME: kernel.buffers = [#kernel.buffer<<36>, 0, 2>]
func.func @scan_in_place(%x: tensor<9xf32>) -> tensor<9xf32> {
  %0 = kernel.elementwise(%x : tensor<9xf32>) sizes = <9> -> tensor<9xf32> {
  ^bb0(%a: tensor<9xf32>, %i: index):
    %c = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<9xf32> -> f32
    kernel.yield %c : f32
  }
  %1 = kernel.scan(%0 : tensor<9xf32>) sizes = <1, 9, 1> initial = [0.0 : f32] -> tensor<1x9x1xf32> {
  ^bb0(%a: tensor<9xf32>, %s: f32, %o: index, %l: index, %j: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%l) : tensor<9xf32> -> f32
    %n = arith.addf %s, %e : f32
    kernel.yield %n, %n : f32, f32
  }
  %2 = kernel.elementwise(%1 : tensor<1x9x1xf32>) sizes = <9> -> tensor<9xf32> {
  ^bb0(%a: tensor<1x9x1xf32>, %i: index):
    %c = kernel.load %a[affine_map<(d0) -> (8 - d0)>](%i) : tensor<1x9x1xf32> -> f32
    kernel.yield %c : f32
  }
  return %2 : tensor<9xf32>
}

// -----

// A state is changed where it lies, behind what reads it.
// CHECK-LABEL: func.func @state
// CHECK-SAME: kernel.buffers = []
func.func @state(%s: tensor<9xf32> {graph.state = "s"}, %u: tensor<5xf32>) -> (tensor<9xf32> {graph.state = "s"}, tensor<9xf32>) {
  %0 = kernel.scatter sum(%s, %u : tensor<9xf32>, tensor<5xf32>) sizes = <1, 5, 1> places = <9> target = affine_map<(d0, d1, d2, d3) -> (d3)> -> tensor<9xf32> {
  ^bb0(%d: tensor<9xf32>, %a: tensor<5xf32>, %o: index, %l: index, %j: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%l) : tensor<5xf32> -> f32
    kernel.yield %l, %e : index, f32
  }
  // CHECK: kernel.elementwise(%arg0 {{.*}} {buffers = array<i64: -2>}
  // CHECK-NOT: kernel.elementwise
  // CHECK: kernel.scatter sum(%arg0, {{.*}} {buffers = array<i64: -1>}
  %1 = kernel.elementwise(%s : tensor<9xf32>) sizes = <9> -> tensor<9xf32> {
  ^bb0(%a: tensor<9xf32>, %i: index):
    %c = kernel.load %a[affine_map<(d0) -> (8 - d0)>](%i) : tensor<9xf32> -> f32
    kernel.yield %c : f32
  }
  return %0, %1 : tensor<9xf32>, tensor<9xf32>
}

// -----

// A state that its updates are made of is copied, and its new value, too.
// CHECK-LABEL: func.func @state_and_updates
// CHECK-SAME: kernel.buffers = [#kernel.buffer<<36>, 0, 2>]
func.func @state_and_updates(%s: tensor<9xf32> {graph.state = "s"}) -> (tensor<9xf32> {graph.state = "s"}) {
  // CHECK: kernel.elementwise(%arg0 {{.*}} {buffers = array<i64: 0>}
  // CHECK: kernel.scatter {{.*}} {buffers = array<i64: 0>}
  // CHECK: kernel.elementwise({{.*}} {buffers = array<i64: -1>}
  %0 = kernel.scatter sum(%s, %s : tensor<9xf32>, tensor<9xf32>) sizes = <1, 9, 1> places = <9> target = affine_map<(d0, d1, d2, d3) -> (8 - d3)> -> tensor<9xf32> {
  ^bb0(%d: tensor<9xf32>, %a: tensor<9xf32>, %o: index, %l: index, %j: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%l) : tensor<9xf32> -> f32
    kernel.yield %l, %e : index, f32
  }
  return %0 : tensor<9xf32>
}
