//===- RecurrentTest.cpp - Recurrent layers against PyTorch's ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LayerFixture.h"

using namespace tenon;
using nn::LSTMState;

TEST_CASE("Recurrent layers compute what PyTorch's do") {
  LayerFixture fixture("recurrent");
  auto withStates = [](nn::LSTM &lstm, const TensorList &in) {
    return LayerFixture::flat(nn::AnyValue(lstm->forward(in[0], LSTMState(in[1], in[2]))));
  };
  fixture.check("rnn", nn::RNN(3, 4));
  fixture.check("rnn-relu", nn::RNN(nn::RNNOptions(3, 4).nonlinearity(kReLU)));
  fixture.check("rnn-deep", nn::RNN(nn::RNNOptions(3, 4).num_layers(2).bidirectional(true).batch_first(true).dropout(0.3)));
  fixture.check("rnn-no-bias", nn::RNN(nn::RNNOptions(3, 4).bias(false)));
  fixture.check("rnn-no-batch", nn::RNN(3, 4));
  fixture.check("rnn-states", nn::RNN(nn::RNNOptions(3, 4).num_layers(2).bidirectional(true)));

  fixture.check("lstm", nn::LSTM(3, 4));
  fixture.check("lstm-deep",
                nn::LSTM(nn::LSTMOptions(3, 4).num_layers(2).bidirectional(true).batch_first(true).dropout(0.3)));
  fixture.check("lstm-no-bias", nn::LSTM(nn::LSTMOptions(3, 4).bias(false)));
  fixture.check("lstm-no-batch", nn::LSTM(3, 4));
  fixture.check("lstm-states", nn::LSTM(nn::LSTMOptions(3, 4).num_layers(2).bidirectional(true)), withStates);
  fixture.check("lstm-projection", nn::LSTM(nn::LSTMOptions(3, 4).num_layers(2).proj_size(2).bidirectional(true)));

  fixture.check("gru", nn::GRU(3, 4));
  fixture.check("gru-deep", nn::GRU(nn::GRUOptions(3, 4).num_layers(2).bidirectional(true).batch_first(true).dropout(0.3)));
  fixture.check("gru-no-bias", nn::GRU(nn::GRUOptions(3, 4).bias(false)));
  fixture.check("gru-no-batch", nn::GRU(3, 4));
  fixture.check("gru-states", nn::GRU(nn::GRUOptions(3, 4).num_layers(2).bidirectional(true)));

  fixture.check("rnn-cell", nn::RNNCell(3, 4));
  fixture.check("rnn-cell-relu", nn::RNNCell(nn::RNNCellOptions(3, 4).nonlinearity(kReLU)));
  fixture.check("rnn-cell-start", nn::RNNCell(nn::RNNCellOptions(3, 4).bias(false)));
  fixture.check("gru-cell", nn::GRUCell(3, 4));
  fixture.check("gru-cell-start", nn::GRUCell(nn::GRUCellOptions(3, 4).bias(false)));
  fixture.check("lstm-cell", nn::LSTMCell(3, 4), [](nn::LSTMCell &cell, const TensorList &in) {
    return LayerFixture::flat(nn::AnyValue(cell->forward(in[0], LSTMState(in[1], in[2]))));
  });
  fixture.check("lstm-cell-start", nn::LSTMCell(3, 4));
  fixture.finish();
}

TEST_CASE("A recurrent layer is traced with a symbolic batch, and a number of steps") {
  nn::LSTM lstm(nn::LSTMOptions(3, 4).bidirectional(true));
  auto forward = [&](const Tensor &x) { return std::get<0>(lstm(x)); };
  Program program = compile(trace(forward, {input("x", kFloat, {6, Dim("batch"), 3})}));
  for (int64_t batch : {1, 5}) {
    Tensor x = randn({6, batch, 3});
    CHECK(program({x})[0].allclose(forward(x), 1e-5, 1e-6));
  }
  CHECK(complaint([&] { trace(forward, {input("x", kFloat, {Dim("length"), 2, 3})}); }) ==
        "LSTM: the length 'length' of the input is symbolic, but its time steps are recorded one by one: trace with a "
        "number for it");
}

TEST_CASE("Recurrent layers have PyTorch's names, and say what does not fit") {
  nn::LSTM lstm(nn::LSTMOptions(3, 4).num_layers(2).bidirectional(true).proj_size(2));
  auto names = lstm->named_parameters().keys();
  CHECK(names.size() == 20);
  CHECK(names[0] == "weight_ih_l0");
  CHECK(names[4] == "weight_hr_l0");
  CHECK(names[19] == "weight_hr_l1_reverse");
  CHECK(lstm->name() == "tenon::nn::LSTM");
  CHECK(lstm->all_weights().size() == 20);
  std::ostringstream text;
  text << nn::GRU(3, 4);
  CHECK(text.str() == "tenon::nn::GRU(input_size=3, hidden_size=4, num_layers=1, bias=true, batch_first=false, dropout=0, "
                      "bidirectional=false)  # 108 parameters");
  nn::GRU gru(3, 4);
  CHECK(complaint([&] { gru->forward(ones({2, 2, 3}), ones({1, 3, 4})); }) ==
        "GRU: a state is Float[1, 3, 4], expected [1, 2, 4]");
  CHECK(complaint([&] { gru->forward(ones({3})); }) == "GRU: needs [L, N, input_size] or [L, input_size], got Float[3]");
  CHECK(complaint([&] { gru->forward(ones({0, 2, 3})); }) == "GRU: the input has no time step: Float[0, 2, 3]");
  CHECK(complaint([] { nn::LSTM(nn::LSTMOptions(3, 4).proj_size(4)); }) ==
        "LSTM: proj_size must be below hidden_size, and 0 or more, got 4");
  auto copy = std::dynamic_pointer_cast<nn::GRUImpl>(gru->clone());
  Tensor x = randn({2, 2, 3});
  CHECK(equal(std::get<0>(copy->forward(x)), std::get<0>(gru(x))));
}
