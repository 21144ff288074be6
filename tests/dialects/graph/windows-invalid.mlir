// RUN: tenon-opt %s --split-input-file --verify-diagnostics
// What convolutions and windows refuse.

func.func @too_few_axes(%x: tensor<4x8xf32>, %w: tensor<2x4xf32>) -> tensor<4x2xf32> {
  // expected-error @below {{input and weight [4, 8] and [2, 4] need one rank of at least 3}}
  %0 = graph.convolution %x, %w strides = [] low = [] high = [] dilations = [] input_dilations = [] groups = 1
     : tensor<4x8xf32>, tensor<2x4xf32> -> tensor<4x2xf32>
  return %0 : tensor<4x2xf32>
}

// -----

func.func @numbers_for_other_axes(%x: tensor<1x4x8xf32>, %w: tensor<2x4x3xf32>) -> tensor<1x2x6xf32> {
  // expected-error @below {{needs one number for each of the 1 spatial axes}}
  %0 = graph.convolution %x, %w strides = [1] low = [0] high = [0] dilations = [1] input_dilations = [1, 1] groups = 1
     : tensor<1x4x8xf32>, tensor<2x4x3xf32> -> tensor<1x2x6xf32>
  return %0 : tensor<1x2x6xf32>
}

// -----

func.func @channels_misfit(%x: tensor<1x4x8xf32>, %w: tensor<2x4x3xf32>) -> tensor<1x2x6xf32> {
  // expected-error @below {{the input's channels are not 2 times the weight's}}
  %0 = graph.convolution %x, %w strides = [1] low = [0] high = [0] dilations = [1] input_dilations = [1] groups = 2
     : tensor<1x4x8xf32>, tensor<2x4x3xf32> -> tensor<1x2x6xf32>
  return %0 : tensor<1x2x6xf32>
}

// -----

func.func @outputs_misfit(%x: tensor<1x4x8xf32>, %w: tensor<3x2x3xf32>) -> tensor<1x3x6xf32> {
  // expected-error @below {{is no multiple of 2 groups}}
  %0 = graph.convolution %x, %w strides = [1] low = [0] high = [0] dilations = [1] input_dilations = [1] groups = 2
     : tensor<1x4x8xf32>, tensor<3x2x3xf32> -> tensor<1x3x6xf32>
  return %0 : tensor<1x3x6xf32>
}

// -----

func.func @window_too_large(%x: tensor<1x4x4xf32>, %w: tensor<2x4x3xf32>) -> tensor<1x2x1xf32> {
  // expected-error @below {{windows that span [7] elements do not fit into [6], the size with padding}}
  %0 = graph.convolution %x, %w strides = [1] low = [1] high = [1] dilations = [3] input_dilations = [1] groups = 1
     : tensor<1x4x4xf32>, tensor<2x4x3xf32> -> tensor<1x2x1xf32>
  return %0 : tensor<1x2x1xf32>
}

// -----

func.func @no_stride(%x: tensor<1x4x4xf32>, %w: tensor<2x4x3xf32>) -> tensor<1x2x1xf32> {
  // expected-error @below {{strides and dilations must be 1 or more, got a stride of 0}}
  %0 = graph.convolution %x, %w strides = [0] low = [1] high = [1] dilations = [1] input_dilations = [1] groups = 1
     : tensor<1x4x4xf32>, tensor<2x4x3xf32> -> tensor<1x2x1xf32>
  return %0 : tensor<1x2x1xf32>
}

// -----

func.func @other_size(%x: tensor<1x4x4xf32>, %w: tensor<2x4x3xf32>) -> tensor<1x2x4xf32> {
  // expected-error @below {{should have a result of sizes [1, 2, 2], got [1, 2, 4]}}
  %0 = graph.convolution %x, %w strides = [1] low = [0] high = [0] dilations = [1] input_dilations = [1] groups = 1
     : tensor<1x4x4xf32>, tensor<2x4x3xf32> -> tensor<1x2x4xf32>
  return %0 : tensor<1x2x4xf32>
}

// -----

func.func @types_misfit(%x: tensor<1x4x4xf32>, %w: tensor<2x4x3xf16>) -> tensor<1x2x2xf32> {
  // expected-error @below {{needs input, weight and result of one type of numbers}}
  %0 = graph.convolution %x, %w strides = [1] low = [0] high = [0] dilations = [1] input_dilations = [1] groups = 1
     : tensor<1x4x4xf32>, tensor<2x4x3xf16> -> tensor<1x2x2xf32>
  return %0 : tensor<1x2x2xf32>
}

// -----

func.func @no_reduction_of_numbers(%x: tensor<8xf32>) -> tensor<4xf32> {
  // expected-error @below {{is of sum, product, max or min, not of any}}
  %0 = graph.window_reduce any %x window = [2] strides = [2] low = [0] high = [0] dilations = [1] : tensor<8xf32> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @window_missing(%x: tensor<8x8xf32>) -> tensor<8x4xf32> {
  // expected-error @below {{needs one number for each axis of [8, 8]}}
  %0 = graph.window_reduce max %x window = [2] strides = [1, 2] low = [0, 0] high = [0, 0] dilations = [1, 1] : tensor<8x8xf32> -> tensor<8x4xf32>
  return %0 : tensor<8x4xf32>
}

// -----

func.func @sum_has_no_place(%x: tensor<8xf32>) -> tensor<4xi64> {
  // expected-error @below {{is of max or min, not of sum}}
  %0 = graph.window_arg_reduce sum %x axis = 0 window = [2] strides = [2] low = [0] high = [0] dilations = [1] : tensor<8xf32> -> tensor<4xi64>
  return %0 : tensor<4xi64>
}

// -----

func.func @window_before_the_axis(%x: tensor<8x8xf32>) -> tensor<4x8xi64> {
  // expected-error @below {{has windows on the axes before axis 1}}
  %0 = graph.window_arg_reduce max %x axis = 1 window = [2, 1] strides = [2, 1] low = [0, 0] high = [0, 0] dilations = [1, 1] : tensor<8x8xf32> -> tensor<4x8xi64>
  return %0 : tensor<4x8xi64>
}

// -----

func.func @no_tiles(%x: tensor<3x2x8xf32>) -> tensor<4x4x8xf32> {
  // expected-error @below {{needs tiles of 3 x 3 on the first axes, got 'tensor<3x2x8xf32>'}}
  %0 = graph.tile_transform %x matrix = dense<1.0> : tensor<4x3xf64> : tensor<3x2x8xf32> -> tensor<4x4x8xf32>
  return %0 : tensor<4x4x8xf32>
}

// -----

func.func @tiles_of_integers(%x: tensor<3x3x8xi32>) -> tensor<4x4x8xi32> {
  // expected-error @below {{needs operand and result of f32 or f64}}
  %0 = graph.tile_transform %x matrix = dense<1.0> : tensor<4x3xf64> : tensor<3x3x8xi32> -> tensor<4x4x8xi32>
  return %0 : tensor<4x4x8xi32>
}

// -----

func.func @other_tiles(%x: tensor<3x3x8xf32>) -> tensor<3x3x8xf32> {
  // expected-error @below {{4, 4, 8}}
  %0 = graph.tile_transform %x matrix = dense<1.0> : tensor<4x3xf64> : tensor<3x3x8xf32> -> tensor<3x3x8xf32>
  return %0 : tensor<3x3x8xf32>
}
