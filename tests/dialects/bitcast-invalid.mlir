// The two types of a bitcast have one width, in which a bool has no place.
// RUN: tenon-opt %s -split-input-file -verify-diagnostics

func.func @narrower(%x: tensor<4xf32>) -> tensor<4xi16> {
  // expected-error@+1 {{needs two types of one width, 8 bits or more, got 'f32' and 'i16'}}
  %0 = graph.bitcast %x : tensor<4xf32> -> tensor<4xi16>
  return %0 : tensor<4xi16>
}

// -----

func.func @bools(%x: tensor<4xi1>) -> tensor<4xi1> {
  // expected-error@+1 {{needs two types of one width, 8 bits or more, got 'i1' and 'i1'}}
  %0 = graph.bitcast %x : tensor<4xi1> -> tensor<4xi1>
  return %0 : tensor<4xi1>
}

// -----

func.func @sizes(%x: tensor<4xf32>) -> tensor<2xf32> {
  // expected-error@+1 {{needs operands of the result's sizes}}
  %0 = graph.bitcast %x : tensor<4xf32> -> tensor<2xf32>
  return %0 : tensor<2xf32>
}
