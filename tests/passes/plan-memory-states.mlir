// RUN: tenon-opt --plan-memory --split-input-file %s | FileCheck %s
// New values of states are written where the state lies as soon as the previous value is dead; -1 - k stands for
// where result k of the function lies.

#flat = affine_map<(d0) -> (d0)>

// The kernel overwrites what it reads.
// CHECK-LABEL: func.func @in_place
// CHECK-SAME: kernel.buffers = []
func.func @in_place(%s: tensor<8xf32> {graph.state = "s"}, %x: tensor<8xf32>) -> (tensor<8xf32> {graph.state = "s"}) {
  // CHECK: {buffers = array<i64: -1>}
  %0 = kernel.elementwise(%s, %x : tensor<8xf32>, tensor<8xf32>) sizes = <8> -> tensor<8xf32> {
  ^bb0(%a: tensor<8xf32>, %b: tensor<8xf32>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<8xf32> -> f32
    %w = kernel.load %b[#flat](%i) : tensor<8xf32> -> f32
    %t = arith.addf %v, %w : f32
    kernel.yield %t : f32
  }
  // CHECK-NOT: kernel.elementwise
  // CHECK: return
  return %0 : tensor<8xf32>
}

// -----

#flat = affine_map<(d0) -> (d0)>
#turned = affine_map<(d0) -> (7 - d0)>

// The kernel reads other elements than it writes: a buffer, and a copy at the end.
// CHECK-LABEL: func.func @moved
// CHECK-SAME: kernel.buffers = [#kernel.buffer<<32>, 0, 1>]
func.func @moved(%s: tensor<8xf32> {graph.state = "s"}) -> (tensor<8xf32> {graph.state = "s"}) {
  // CHECK: %[[NEW:.*]] = kernel.elementwise(%arg0 {{.*}} {buffers = array<i64: 0>}
  %0 = kernel.elementwise(%s : tensor<8xf32>) sizes = <8> -> tensor<8xf32> {
  ^bb0(%a: tensor<8xf32>, %i: index):
    %v = kernel.load %a[#turned](%i) : tensor<8xf32> -> f32
    kernel.yield %v : f32
  }
  // CHECK: %[[COPY:.*]] = kernel.elementwise(%[[NEW]] {{.*}} {buffers = array<i64: -1>}
  // CHECK: return %[[COPY]]
  return %0 : tensor<8xf32>
}

// -----

// What is returned as it was found costs nothing.
// CHECK-LABEL: func.func @unchanged
// CHECK-NEXT: return %arg0
func.func @unchanged(%s: tensor<8xf32> {graph.state = "s"}) -> (tensor<8xf32> {graph.state = "s"}) {
  return %s : tensor<8xf32>
}

// -----

#flat = affine_map<(d0) -> (d0)>

// The previous value is an output: it is copied before it is overwritten.
// CHECK-LABEL: func.func @previous_value_returned
// CHECK-SAME: kernel.buffers = []
func.func @previous_value_returned(%s: tensor<8xf32> {graph.state = "s"}, %x: tensor<8xf32>)
    -> (tensor<8xf32>, tensor<8xf32> {graph.state = "s"}) {
  // CHECK: %[[COPY:.*]] = kernel.elementwise(%arg0 {{.*}} {buffers = array<i64: -1>}
  // CHECK: %[[NEW:.*]] = kernel.elementwise(%arg0, %arg1 {{.*}} {buffers = array<i64: -2>}
  %0 = kernel.elementwise(%s, %x : tensor<8xf32>, tensor<8xf32>) sizes = <8> -> tensor<8xf32> {
  ^bb0(%a: tensor<8xf32>, %b: tensor<8xf32>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<8xf32> -> f32
    %w = kernel.load %b[#flat](%i) : tensor<8xf32> -> f32
    %t = arith.addf %v, %w : f32
    kernel.yield %t : f32
  }
  // CHECK: return %[[COPY]], %[[NEW]]
  return %s, %0 : tensor<8xf32>, tensor<8xf32>
}

// -----

#flat = affine_map<(d0) -> (d0)>
#turned = affine_map<(d0) -> (7 - d0)>

// A kernel that still reads the previous value runs first.
// CHECK-LABEL: func.func @update_moves_behind_readers
// CHECK-SAME: kernel.buffers = []
func.func @update_moves_behind_readers(%s: tensor<8xf32> {graph.state = "s"})
    -> (tensor<8xf32> {graph.state = "s"}, tensor<8xf32>) {
  %0 = kernel.elementwise(%s : tensor<8xf32>) sizes = <8> -> tensor<8xf32> {
  ^bb0(%a: tensor<8xf32>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<8xf32> -> f32
    %w = arith.negf %v : f32
    kernel.yield %w : f32
  }
  %1 = kernel.elementwise(%s : tensor<8xf32>) sizes = <8> -> tensor<8xf32> {
  ^bb0(%a: tensor<8xf32>, %i: index):
    %v = kernel.load %a[#turned](%i) : tensor<8xf32> -> f32
    kernel.yield %v : f32
  }
  // CHECK: {buffers = array<i64: -2>}
  // CHECK-NOT: arith.negf
  // CHECK: {buffers = array<i64: -1>}
  // CHECK: arith.negf
  return %0, %1 : tensor<8xf32>, tensor<8xf32>
}

// -----

#flat = affine_map<(d0) -> (d0)>
#turned = affine_map<(d0) -> (7 - d0)>

// The reader needs the new value too: it cannot run first.
// CHECK-LABEL: func.func @both_values_needed
// CHECK-SAME: kernel.buffers = [#kernel.buffer<<32>, 0, 2>]
func.func @both_values_needed(%s: tensor<8xf32> {graph.state = "s"})
    -> (tensor<8xf32> {graph.state = "s"}, tensor<8xf32>) {
  // CHECK: {buffers = array<i64: 0>}
  %0 = kernel.elementwise(%s : tensor<8xf32>) sizes = <8> -> tensor<8xf32> {
  ^bb0(%a: tensor<8xf32>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<8xf32> -> f32
    %w = arith.negf %v : f32
    kernel.yield %w : f32
  }
  // CHECK: {buffers = array<i64: -2>}
  %1 = kernel.elementwise(%s, %0 : tensor<8xf32>, tensor<8xf32>) sizes = <8> -> tensor<8xf32> {
  ^bb0(%a: tensor<8xf32>, %b: tensor<8xf32>, %i: index):
    %v = kernel.load %a[#turned](%i) : tensor<8xf32> -> f32
    %w = kernel.load %b[#flat](%i) : tensor<8xf32> -> f32
    %t = arith.addf %v, %w : f32
    kernel.yield %t : f32
  }
  // CHECK: {buffers = array<i64: -1>}
  return %0, %1 : tensor<8xf32>, tensor<8xf32>
}

// -----

#flat = affine_map<(d0) -> (d0)>

// Values before the new one are written in the state too, where each overwrites the one before.
// CHECK-LABEL: func.func @chain
// CHECK-SAME: kernel.buffers = []
func.func @chain(%s: tensor<8xf32> {graph.state = "s"}) -> (tensor<8xf32> {graph.state = "s"}) {
  // CHECK: {buffers = array<i64: -1>}
  %0 = kernel.elementwise(%s : tensor<8xf32>) sizes = <8> -> tensor<8xf32> {
  ^bb0(%a: tensor<8xf32>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<8xf32> -> f32
    %w = arith.negf %v : f32
    kernel.yield %w : f32
  }
  // CHECK: {buffers = array<i64: -1>}
  %1 = kernel.elementwise(%0 : tensor<8xf32>) sizes = <8> -> tensor<8xf32> {
  ^bb0(%a: tensor<8xf32>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<8xf32> -> f32
    %w = math.exp %v : f32
    kernel.yield %w : f32
  }
  return %1 : tensor<8xf32>
}

// -----

// Two states change places: one goes through a buffer.
// CHECK-LABEL: func.func @swapped
// CHECK-SAME: kernel.buffers = [#kernel.buffer<<32>, 0, 2>]
func.func @swapped(%a: tensor<8xf32> {graph.state = "a"}, %b: tensor<8xf32> {graph.state = "b"})
    -> (tensor<8xf32> {graph.state = "a"}, tensor<8xf32> {graph.state = "b"}) {
  // CHECK: %[[SAVED:.*]] = kernel.elementwise(%[[FIRST:.*]] : {{.*}} {buffers = array<i64: 0>}
  // CHECK: kernel.elementwise(%{{.*}} : {{.*}} {buffers = array<i64: -{{[12]}}>}
  // CHECK: kernel.elementwise(%[[SAVED]] : {{.*}} {buffers = array<i64: -{{[12]}}>}
  // CHECK: return
  return %b, %a : tensor<8xf32>, tensor<8xf32>
}

// -----

#flat = affine_map<(d0) -> (d0)>

// One value for a state and an output: made in the state, then copied.
// CHECK-LABEL: func.func @state_and_output
// CHECK-SAME: kernel.buffers = []
func.func @state_and_output(%s: tensor<8xf32> {graph.state = "s"}) -> (tensor<8xf32>, tensor<8xf32> {graph.state = "s"}) {
  // CHECK: %[[NEW:.*]] = kernel.elementwise(%arg0 {{.*}} {buffers = array<i64: -2>}
  %0 = kernel.elementwise(%s : tensor<8xf32>) sizes = <8> -> tensor<8xf32> {
  ^bb0(%a: tensor<8xf32>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<8xf32> -> f32
    %w = arith.negf %v : f32
    kernel.yield %w : f32
  }
  // CHECK: kernel.elementwise(%[[NEW]] {{.*}} {buffers = array<i64: -1>}
  return %0, %0 : tensor<8xf32>, tensor<8xf32>
}

// -----

// A state that no kernel makes: an input, stored.
// CHECK-LABEL: func.func @stored
// CHECK: kernel.elementwise(%arg0 {{.*}} {buffers = array<i64: -1>}
func.func @stored(%x: tensor<8xf32>) -> (tensor<8xf32> {graph.state = "s"}) {
  return %x : tensor<8xf32>
}
