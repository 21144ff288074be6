// RUN: tenon-opt --plan-memory --split-input-file %s | FileCheck %s
// Results get buffers with lifetimes; they take over those of inputs that die where that is safe.

#flat = affine_map<(d0) -> (d0)>
#turned = affine_map<(d0, d1) -> (d1 * 4 + d0)>

// CHECK-LABEL: func.func @in_place
// CHECK-SAME: kernel.buffers = [#kernel.buffer<<s0 * 4>, 0, 2>]
func.func @in_place(%x: tensor<?xf32, #graph.sizes<s0>>) -> tensor<?xf32, #graph.sizes<s0>> {
  // CHECK: {buffers = array<i64: 0>}
  // CHECK: {buffers = array<i64: 0>}
  // CHECK: {buffers = array<i64: -1>}
  %0 = kernel.elementwise(%x : tensor<?xf32, #graph.sizes<s0>>) sizes = <s0> -> tensor<?xf32, #graph.sizes<s0>> {
  ^bb0(%a: tensor<?xf32, #graph.sizes<s0>>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<?xf32, #graph.sizes<s0>> -> f32
    kernel.yield %v : f32
  }
  %1 = kernel.elementwise(%0 : tensor<?xf32, #graph.sizes<s0>>) sizes = <s0> -> tensor<?xf32, #graph.sizes<s0>> {
  ^bb0(%a: tensor<?xf32, #graph.sizes<s0>>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<?xf32, #graph.sizes<s0>> -> f32
    kernel.yield %v : f32
  }
  %2 = kernel.elementwise(%1 : tensor<?xf32, #graph.sizes<s0>>) sizes = <s0> -> tensor<?xf32, #graph.sizes<s0>> {
  ^bb0(%a: tensor<?xf32, #graph.sizes<s0>>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<?xf32, #graph.sizes<s0>> -> f32
    kernel.yield %v : f32
  }
  return %2 : tensor<?xf32, #graph.sizes<s0>>
}

// -----

#flat = affine_map<(d0) -> (d0)>
#turned = affine_map<(d0, d1) -> (d1 * 4 + d0)>
#plain = affine_map<(d0, d1) -> (d0 * 4 + d1)>

// CHECK-LABEL: func.func @not_where_elements_move
// CHECK-SAME: kernel.buffers = [#kernel.buffer<<64>, 0, 1>, #kernel.buffer<<64>, 1, 2>]
func.func @not_where_elements_move(%x: tensor<4x4xf32>) -> tensor<16xf32> {
  %0 = kernel.elementwise(%x : tensor<4x4xf32>) sizes = <4, 4> -> tensor<4x4xf32> {
  ^bb0(%a: tensor<4x4xf32>, %i: index, %j: index):
    %v = kernel.load %a[#plain](%i, %j) : tensor<4x4xf32> -> f32
    kernel.yield %v : f32
  }
  %1 = kernel.elementwise(%0 : tensor<4x4xf32>) sizes = <4, 4> -> tensor<4x4xf32> {
  ^bb0(%a: tensor<4x4xf32>, %i: index, %j: index):
    %v = kernel.load %a[#turned](%i, %j) : tensor<4x4xf32> -> f32
    kernel.yield %v : f32
  }
  // A reshape views the buffer.
  %2 = graph.reshape %1 : tensor<4x4xf32> -> tensor<16xf32>
  %3 = kernel.elementwise(%2 : tensor<16xf32>) sizes = <16> -> tensor<16xf32> {
  ^bb0(%a: tensor<16xf32>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<16xf32> -> f32
    kernel.yield %v : f32
  }
  return %3 : tensor<16xf32>
}

// -----

#flat = affine_map<(d0) -> (d0)>

// CHECK-LABEL: func.func @not_where_the_input_lives_on
// CHECK-SAME: kernel.buffers = [#kernel.buffer<<32>, 0, 2>, #kernel.buffer<<32>, 1, 2>]
func.func @not_where_the_input_lives_on(%x: tensor<8xf32>) -> tensor<8xf32> {
  %0 = kernel.elementwise(%x : tensor<8xf32>) sizes = <8> -> tensor<8xf32> {
  ^bb0(%a: tensor<8xf32>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<8xf32> -> f32
    kernel.yield %v : f32
  }
  %1 = kernel.elementwise(%0 : tensor<8xf32>) sizes = <8> -> tensor<8xf32> {
  ^bb0(%a: tensor<8xf32>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<8xf32> -> f32
    kernel.yield %v : f32
  }
  %2 = kernel.elementwise(%0, %1 : tensor<8xf32>, tensor<8xf32>) sizes = <8> -> tensor<8xf32> {
  ^bb0(%a: tensor<8xf32>, %b: tensor<8xf32>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<8xf32> -> f32
    %w = kernel.load %b[#flat](%i) : tensor<8xf32> -> f32
    %s = arith.addf %v, %w : f32
    kernel.yield %s : f32
  }
  return %2 : tensor<8xf32>
}

// -----

#flat = affine_map<(d0) -> (d0)>
#place = affine_map<(d0, d1) -> (d0 * 8 + d1)>

// CHECK-LABEL: func.func @residual_of_a_product
// CHECK-SAME: kernel.buffers = [#kernel.buffer<<128>, 0, 1>]
func.func @residual_of_a_product(%x: tensor<4x8xf32>, %w: tensor<1x8x16xf32>) -> tensor<4x8xf32> {
  %r = kernel.elementwise(%x : tensor<4x8xf32>) sizes = <32> -> tensor<32xf32> {
  ^bb0(%a: tensor<4x8xf32>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<4x8xf32> -> f32
    kernel.yield %v : f32
  }
  %0 = graph.reshape %r : tensor<32xf32> -> tensor<4x8xf32>
  // CHECK: kernel.contraction
  // CHECK-SAME: {buffers = array<i64: -1>}
  %1 = kernel.contraction(%x, %w, %0 : tensor<4x8xf32>, tensor<1x8x16xf32>, tensor<4x8xf32>) sizes = <4, 8> depth = <8> lhs = #place rhs = affine_map<() -> (0)> -> tensor<4x8xf32> {
  ^bb0(%a: tensor<4x8xf32>, %b: tensor<1x8x16xf32>, %c: tensor<4x8xf32>, %acc: f32, %m: index, %n: index):
    %v = kernel.load %c[#place](%m, %n) : tensor<4x8xf32> -> f32
    %s = arith.addf %acc, %v : f32
    kernel.yield %s : f32
  }
  return %1 : tensor<4x8xf32>
}

// -----

#place = affine_map<(d0, d1) -> (d0 * 8 + d1)>

// CHECK-LABEL: func.func @left_operand_is_read_again
// CHECK-SAME: kernel.buffers = [#kernel.buffer<<256>, 0, 1>, #kernel.buffer<<256>, 1, 2>]
func.func @left_operand_is_read_again(%x: tensor<8x8xf32>, %w: tensor<1x8x16xf32>) -> tensor<8x8xf32> {
  %0 = kernel.contraction(%x, %w : tensor<8x8xf32>, tensor<1x8x16xf32>) sizes = <8, 8> depth = <8> lhs = #place rhs = affine_map<() -> (0)> -> tensor<8x8xf32> {
  ^bb0(%a: tensor<8x8xf32>, %b: tensor<1x8x16xf32>, %acc: f32, %m: index, %n: index):
    kernel.yield %acc : f32
  }
  %1 = kernel.contraction(%0, %w : tensor<8x8xf32>, tensor<1x8x16xf32>) sizes = <8, 8> depth = <8> lhs = #place rhs = affine_map<() -> (0)> -> tensor<8x8xf32> {
  ^bb0(%a: tensor<8x8xf32>, %b: tensor<1x8x16xf32>, %acc: f32, %m: index, %n: index):
    %v = kernel.load %a[#place](%m, %n) : tensor<8x8xf32> -> f32
    %s = arith.addf %acc, %v : f32
    kernel.yield %s : f32
  }
  %2 = kernel.contraction(%1, %w : tensor<8x8xf32>, tensor<1x8x16xf32>) sizes = <8, 8> depth = <8> lhs = #place rhs = affine_map<() -> (0)> -> tensor<8x8xf32> {
  ^bb0(%a: tensor<8x8xf32>, %b: tensor<1x8x16xf32>, %acc: f32, %m: index, %n: index):
    kernel.yield %acc : f32
  }
  return %2 : tensor<8x8xf32>
}

// -----

// CHECK-LABEL: func.func @copies_of_arguments_and_duplicates
func.func @copies_of_arguments_and_duplicates(%x: tensor<4x8xi1>) -> (tensor<4x8xi1>, tensor<4x8xi1>) {
  // CHECK: kernel.elementwise({{.*}}) sizes = <32> {buffers = array<i64: -1>} -> tensor<32xi1>
  // CHECK: kernel.elementwise({{.*}}) sizes = <32> {buffers = array<i64: -2>} -> tensor<32xi1>
  return %x, %x : tensor<4x8xi1>, tensor<4x8xi1>
}

// -----

#flat = affine_map<(d0) -> (d0)>
#turned = affine_map<(d0) -> (3 - d0)>

// A private function says which arguments its results may overwrite: those that
// nothing reads later, and that are read for the same element of the result.
// CHECK-LABEL: func.func private @overwrites
// CHECK-SAME: -> (tensor<4xf32> {kernel.overwrites = array<i64: 0, 2>}, tensor<4xf32> {kernel.overwrites = array<i64: 0, 2>}, tensor<4xf32> {kernel.overwrites = array<i64: 0, 1, 2>})
func.func private @overwrites(%x: tensor<4xf32>, %y: tensor<4xf32>, %z: tensor<4xf32>)
    -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %0 = kernel.elementwise(%x : tensor<4xf32>) sizes = <4> -> tensor<4xf32> {
  ^bb0(%a: tensor<4xf32>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<4xf32> -> f32
    kernel.yield %v : f32
  }
  %1 = kernel.elementwise(%y : tensor<4xf32>) sizes = <4> -> tensor<4xf32> {
  ^bb0(%a: tensor<4xf32>, %i: index):
    %v = kernel.load %a[#turned](%i) : tensor<4xf32> -> f32
    kernel.yield %v : f32
  }
  %2 = kernel.elementwise() sizes = <4> -> tensor<4xf32> {
  ^bb0(%i: index):
    %v = arith.constant 1.0 : f32
    kernel.yield %v : f32
  }
  return %0, %1, %2 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// -----

// What a branch gives lies in a buffer of its own; what it reads lives until then.
// CHECK-LABEL: func.func @calls
// CHECK-SAME: kernel.buffers = [#kernel.buffer<<16>, 0, 1>, #kernel.buffer<<16>, 1, 2>]
#flat = affine_map<(d0) -> (d0)>
func.func @calls(%x: tensor<4xf32>, %c: tensor<i1>) -> tensor<4xf32> {
  %0 = kernel.elementwise(%x : tensor<4xf32>) sizes = <4> -> tensor<4xf32> {
  ^bb0(%a: tensor<4xf32>, %i: index):
    %v = kernel.load %a[#flat](%i) : tensor<4xf32> -> f32
    kernel.yield %v : f32
  }
  // CHECK: kernel.if(%{{.*}}, %{{.*}} : tensor<4xf32>, tensor<i1>) functions = [@then, @then] {buffers = array<i64: 1>}
  %1 = kernel.if(%0, %c : tensor<4xf32>, tensor<i1>) functions = [@then, @then] -> tensor<4xf32>
  // CHECK: kernel.loop(%{{.*}} : tensor<4xf32>) body = @body carried = 1 count = <3> {buffers = array<i64: -1>}
  %2 = kernel.loop(%1 : tensor<4xf32>) body = @body carried = 1 count = <3> -> tensor<4xf32>
  return %2 : tensor<4xf32>
}
