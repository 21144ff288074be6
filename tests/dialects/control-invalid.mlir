// What the verifiers of branches and loops refuse.
//
// RUN: tenon-opt %s -split-input-file -verify-diagnostics

func.func @main(%c: tensor<2xi1>, %x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error@below {{needs a scalar condition of i1, got 'tensor<2xi1>'}}
  %0 = graph.if %c (@same, @same) (%x) : tensor<2xi1>, (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @main(%c: tensor<i1>, %x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error@below {{calls @absent, which is no function of the module}}
  %0 = graph.if %c (@absent, @absent) (%x) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @main(%c: tensor<i1>, %x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error@below {{calls @other, which is not private: a function of the interface is not called}}
  %0 = graph.if %c (@other, @other) (%x) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func @other(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}

// -----

func.func @main(%c: tensor<i1>, %x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error@below {{calls @none, which takes 0 arguments, got 1}}
  %0 = graph.if %c (@none, @none) (%x) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @none() -> tensor<4xf32> {
  %0 = graph.fill 1.0 : f32 -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @main(%c: tensor<i1>, %x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error@below {{calls @integers, which takes tensor<4xi64> as argument 0, got tensor<4xf32>}}
  %0 = graph.if %c (@integers, @integers) (%x) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @integers(%x: tensor<4xi64>) -> tensor<4xf32> {
  %0 = graph.cast %x : tensor<4xi64> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

// The symbol of the callee is 4 by the first argument.
func.func @main(%c: tensor<i1>, %x: tensor<4xf32>, %y: tensor<5xf32>) -> tensor<4xf32> {
  // expected-error@below {{calls @sized, which takes tensor<?xf32, #graph.sizes<s0>> as argument 1, got tensor<5xf32>, by the sizes of the arguments before it}}
  %0 = graph.if %c (@sized, @sized) (%x, %y) : tensor<i1>, (tensor<4xf32>, tensor<5xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @sized(%x: tensor<?xf32, #graph.sizes<s0>>, %y: tensor<?xf32, #graph.sizes<s0>>)
    -> tensor<?xf32, #graph.sizes<s0>> attributes {graph.symbols = ["n"]} {
  return %x : tensor<?xf32, #graph.sizes<s0>>
}

// -----

func.func @main(%c: tensor<i1>, %x: tensor<8xf32>) -> tensor<8xf32> {
  // expected-error@below {{calls @twice, which has a symbol, s0, that is no size of a parameter by itself}}
  %0 = graph.if %c (@twice, @twice) (%x) : tensor<i1>, (tensor<8xf32>) -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
func.func private @twice(%x: tensor<?xf32, #graph.sizes<s0 * 2>>) -> tensor<?xf32, #graph.sizes<s0 * 2>>
    attributes {graph.symbols = ["n"]} {
  return %x : tensor<?xf32, #graph.sizes<s0 * 2>>
}

// -----

func.func @main(%c: tensor<i1>, %x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error@below {{calls @half, whose result 0 is 'tensor<2xf32>', expected 'tensor<4xf32>'}}
  %0 = graph.if %c (@same, @half) (%x) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @same(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
func.func private @half(%x: tensor<4xf32>) -> tensor<2xf32> {
  %0 = graph.slice %x starts = #graph.sizes<0> steps = [1] : tensor<4xf32> -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// -----

func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error@below {{calls @body, which gives 1 results, expected 2}}
  %0 = graph.loop @body (%x : tensor<4xf32>) count = <3> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @body(%x: tensor<4xf32>, %i: tensor<i64>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}

// -----

func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error@below {{calls @body, whose result 0 is 'tensor<4xf32>', expected 'tensor<i1>'}}
  %0 = graph.loop @body (%x : tensor<4xf32>) count = <3> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @body(%x: tensor<4xf32>, %i: tensor<i64>) -> (tensor<4xf32>, tensor<4xf32>) {
  return %x, %x : tensor<4xf32>, tensor<4xf32>
}

// -----

func.func @main(%x: tensor<4xf32>) -> tensor<8xf32> {
  // expected-error@below {{carries 'tensor<4xf32>' and gives 'tensor<8xf32>'}}
  %0 = graph.loop @body (%x : tensor<4xf32>) count = <3> -> tensor<8xf32>
  return %0 : tensor<8xf32>
}

// -----

func.func @main(%x: tensor<4xf32>, %n: tensor<i64>) -> (tensor<4xf32>, tensor<3x4xf32>) {
  // expected-error@below {{gives 2 results for 1 carried values: more need a count, fewer are too few}}
  %0:2 = graph.loop @body (%x : tensor<4xf32>) limit (%n : tensor<i64>) -> tensor<4xf32>, tensor<3x4xf32>
  return %0#0, %0#1 : tensor<4xf32>, tensor<3x4xf32>
}

// -----

func.func @main(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<2x4xf32>) {
  // expected-error@below {{gives outputs of iterations as 'tensor<2x4xf32>', whose first size is not the count}}
  %0:2 = graph.loop @body (%x : tensor<4xf32>) count = <3> -> tensor<4xf32>, tensor<2x4xf32>
  return %0#0, %0#1 : tensor<4xf32>, tensor<2x4xf32>
}

// -----

func.func @main(%x: tensor<4xf32>, %n: tensor<i32>) -> tensor<4xf32> {
  // expected-error@below {{needs a scalar limit of i64, got 'tensor<i32>'}}
  %0 = graph.loop @body (%x : tensor<4xf32>) limit (%n : tensor<i32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @main(%x: tensor<4xf32>, %n: tensor<i64>) -> tensor<4xf32> {
  // expected-error@below {{needs a count of one size and no limit beside it}}
  %0 = graph.loop @body (%x : tensor<4xf32>) limit (%n : tensor<i64>) count = <3> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @main(%c: tensor<i1>, %x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error@below {{calls @stateful, which takes the state "sum": pass its value, and return the new one}}
  %0 = graph.if %c (@stateful, @stateful) (%x) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @stateful(%x: tensor<4xf32> {graph.state = "sum"}) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}

// -----

func.func @main(%c: tensor<i1>, %x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error@below {{calls @stateful, which changes the state "sum": return the new value as a result like others}}
  %0 = graph.if %c (@stateful, @stateful) (%x) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @stateful(%x: tensor<4xf32>) -> (tensor<4xf32> {graph.state = "sum"}) {
  return %x : tensor<4xf32>
}
