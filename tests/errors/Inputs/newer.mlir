module attributes {graph.format_version = 99 : i64} {
  future.function @main
}
