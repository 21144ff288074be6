module attributes {graph.format_version = 2 : i64, graph.model_name = "counter", graph.weights_file = "counter.safetensors"} {
  func.func @add(%x: tensor<4xf32> {graph.name = "x"}, %sum: tensor<4xf32> {graph.state = "sum"}, %count: tensor<i64> {graph.state = "count"})
      -> (tensor<4xf32> {graph.name = "mean"}, tensor<4xf32> {graph.state = "sum"}, tensor<i64> {graph.state = "count"}) {
    %w = graph.weight "w" : tensor<4xf32>
    %one = graph.fill 1 : i64 -> tensor<i64>
    %next = graph.add %count, %one : tensor<i64>, tensor<i64> -> tensor<i64>
    %y = graph.mul %x, %w : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
    %total = graph.add %sum, %y : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
    %f = graph.cast %next : tensor<i64> -> tensor<f32>
    %b = graph.broadcast %f axes = [] : tensor<f32> -> tensor<4xf32>
    %mean = graph.div %total, %b : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
    return %mean, %total, %next : tensor<4xf32>, tensor<4xf32>, tensor<i64>
  }
  func.func @peek(%sum: tensor<4xf32> {graph.state = "sum"}) -> (tensor<4xf32> {graph.name = "sum"}) {
    return %sum : tensor<4xf32>
  }
}
