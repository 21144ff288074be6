// RUN: tenon-opt --split-input-file --verify-diagnostics %s
// What a function may say about its state.

// expected-error @below {{graph.state of argument 0 must be the state's name}}
func.func @state_without_name(%x: tensor<4xf32> {graph.state = ""}) {
  return
}

// -----

// expected-error @below {{graph.state of result 0 must be the state's name}}
func.func @name_that_is_none(%x: tensor<4xf32>) -> (tensor<4xf32> {graph.state = 3 : i64}) {
  return %x : tensor<4xf32>
}

// -----

// expected-error @below {{state "cache" needs sizes that are numbers, got 'tensor<?x4xf32, #graph.sizes<s0, 4>>': choose a capacity and keep the length in a state of its own}}
func.func @symbolic_size(%x: tensor<?x4xf32, #graph.sizes<s0, 4>> {graph.state = "cache"}) attributes {graph.symbols = ["length"]} {
  return
}

// -----

// expected-error @below {{two arguments are the state "a"}}
func.func @read_twice(%x: tensor<4xf32> {graph.state = "a"}, %y: tensor<4xf32> {graph.state = "a"}) {
  return
}

// -----

// expected-error @below {{two results are the state "a"}}
func.func @written_twice(%x: tensor<4xf32>) -> (tensor<4xf32> {graph.state = "a"}, tensor<4xf32> {graph.state = "a"}) {
  return %x, %x : tensor<4xf32>, tensor<4xf32>
}

// -----

// expected-error @below {{state "a" is 'tensor<4xf32>' before the call and 'tensor<5xf32>' after it}}
func.func @changes_its_type(%x: tensor<4xf32> {graph.state = "a"}, %y: tensor<5xf32>) -> (tensor<5xf32> {graph.state = "a"}) {
  return %y : tensor<5xf32>
}

// -----

// A state that is only read, one that is only written, and one that is both.
func.func @valid(%x: tensor<4xf32> {graph.state = "a"}, %y: tensor<5xf32> {graph.state = "b"}) -> (tensor<5xf32> {graph.state = "b"}, tensor<4xf32> {graph.state = "c"}) {
  return %y, %x : tensor<5xf32>, tensor<4xf32>
}
