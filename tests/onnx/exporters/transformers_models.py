"""Models of transformers with random weights of a small configuration, and a decoder of over 2 GB."""
import torch
import transformers as hf
from torch import nn

from cases import Case


class Call(nn.Module):
    """A model of transformers as a function of tensors: `call` says how it is called and what of its result is kept."""

    def __init__(self, model, call):
        super().__init__()
        self.model, self.call = model.eval(), call

    def forward(self, *tensors):
        return self.call(self.model, *tensors)


def module(signature, model, call):
    """A module whose forward has named parameters: exporters ask for them."""
    scope = {}
    exec(f"def forward(self, {signature}):\n    return self.call(self.model, {signature})", scope)
    return type("Model", (Call,), {"forward": scope["forward"]})(model, call)


def eager(config_class, **settings):
    return config_class(attn_implementation="eager", **settings)


def tokens(*shape, limit=100):
    return torch.randint(3, limit, shape)


def cache_of(keys, values):
    """The cache of transformers from [layers, batch, heads, length, size]."""
    cache = hf.DynamicCache()
    for layer in range(keys.shape[0]):
        cache.update(keys[layer], values[layer], layer)
    return cache


def stacked(cache):
    if hasattr(cache, "layers"):
        pairs = [(layer.keys, layer.values) for layer in cache.layers]
    else:
        pairs = list(zip(cache.key_cache, cache.value_cache))
    return torch.stack([k for k, _ in pairs]), torch.stack([v for _, v in pairs])


# ---- Encoders --------------------------------------------------------------


def bert(dtype=torch.float32):
    config = eager(hf.BertConfig, vocab_size=1000, hidden_size=256, num_hidden_layers=4, num_attention_heads=4, intermediate_size=1024)
    model = hf.BertModel(config, add_pooling_layer=False).to(dtype)
    return module("input_ids, attention_mask, token_type_ids", model,
                  lambda m, ids, mask, kinds: m(input_ids=ids, attention_mask=mask, token_type_ids=kinds).last_hidden_state)


def bert_inputs(batch, length):
    mask = torch.ones(batch, length, dtype=torch.long)
    mask[0, length * 3 // 4:] = 0
    return dict(input_ids=tokens(batch, length, limit=1000), attention_mask=mask, token_type_ids=tokens(batch, length) % 2)


def clip():
    config = hf.CLIPConfig(
        text_config=dict(vocab_size=500, hidden_size=128, num_hidden_layers=3, num_attention_heads=4, intermediate_size=512,
                         max_position_embeddings=77, eos_token_id=499, bos_token_id=1, pad_token_id=0),
        vision_config=dict(hidden_size=128, num_hidden_layers=3, num_attention_heads=4, intermediate_size=512, image_size=96, patch_size=16),
        projection_dim=64, attn_implementation="eager")

    def call(m, ids, pixels, mask):
        result = m(input_ids=ids, pixel_values=pixels, attention_mask=mask)
        return result.logits_per_image, result.text_embeds, result.image_embeds
    return module("input_ids, pixel_values, attention_mask", hf.CLIPModel(config), call)


def clip_inputs(texts, length, images):
    ids = tokens(texts, length)
    ids[:, -1] = 499
    return dict(input_ids=ids, pixel_values=torch.randn(images, 3, 96, 96), attention_mask=torch.ones(texts, length, dtype=torch.long))


# ---- Encoder and decoder ---------------------------------------------------

WHISPER = dict(vocab_size=1000, num_mel_bins=80, d_model=128, encoder_layers=3, decoder_layers=3, encoder_attention_heads=4,
               decoder_attention_heads=4, encoder_ffn_dim=512, decoder_ffn_dim=512, max_source_positions=300,
               max_target_positions=128, decoder_start_token_id=1, pad_token_id=0, bos_token_id=1, eos_token_id=2)


def whisper():
    return hf.WhisperForConditionalGeneration(eager(hf.WhisperConfig, **WHISPER)).eval()


def whisper_encoder():
    return module("input_features", whisper().model.encoder, lambda m, features: m(features).last_hidden_state)


def whisper_decoder():
    """Some tokens against a cache of those before, and the keys and values of the encoder's output."""

    def call(m, ids, hidden, past_k, past_v, cross_k, cross_v):
        cache = hf.EncoderDecoderCache(cache_of(past_k, past_v), cache_of(cross_k, cross_v))
        for layer in range(len(m.model.decoder.layers)):
            cache.is_updated[layer] = True
        positions = torch.arange(past_k.shape[3], past_k.shape[3] + ids.shape[1])
        result = m.model.decoder(input_ids=ids, encoder_hidden_states=hidden, past_key_values=cache, use_cache=True,
                                 position_ids=positions[None])
        keys, values = stacked(cache.self_attention_cache)
        return m.proj_out(result.last_hidden_state), keys, values
    return module("input_ids, encoder_hidden_states, past_k, past_v, cross_k, cross_v", whisper(), call)


def whisper_decoder_inputs(batch, length, past):
    own, cross = (3, batch, 4, past, 32), (3, batch, 4, 300, 32)
    return dict(input_ids=tokens(batch, length), encoder_hidden_states=torch.randn(batch, 300, 128), past_k=torch.randn(own),
                past_v=torch.randn(own), cross_k=torch.randn(cross), cross_v=torch.randn(cross))


def t5():
    config = hf.T5Config(vocab_size=1000, d_model=128, d_kv=32, d_ff=256, num_layers=3, num_decoder_layers=3, num_heads=4,
                         feed_forward_proj="gated-gelu", decoder_start_token_id=0, use_cache=False)
    return module("input_ids, attention_mask, decoder_input_ids", hf.T5ForConditionalGeneration(config),
                  lambda m, ids, mask, target: m(input_ids=ids, attention_mask=mask, decoder_input_ids=target).logits)


def t5_inputs(batch, source, target):
    mask = torch.ones(batch, source, dtype=torch.long)
    mask[0, source * 3 // 4:] = 0
    return dict(input_ids=tokens(batch, source), attention_mask=mask, decoder_input_ids=tokens(batch, target))


# ---- Decoders --------------------------------------------------------------

LLAMA = dict(vocab_size=1000, hidden_size=256, intermediate_size=688, num_hidden_layers=4, num_attention_heads=8,
             num_key_value_heads=2, max_position_embeddings=512, tie_word_embeddings=False)


def decoder_with_cache(model):
    def call(m, ids, mask, positions, past_k, past_v):
        cache = cache_of(past_k, past_v)
        result = m(input_ids=ids, attention_mask=mask, position_ids=positions, past_key_values=cache, use_cache=True)
        return (result.logits, *stacked(cache))
    return module("input_ids, attention_mask, position_ids, past_k, past_v", model, call)


def llama(dtype=torch.float32):
    return decoder_with_cache(hf.LlamaForCausalLM(eager(hf.LlamaConfig, **LLAMA)).to(dtype))


def llama_inputs(batch, length, past, dtype=torch.float32):
    shape = (4, batch, 2, past, 32)
    return dict(input_ids=tokens(batch, length), attention_mask=torch.ones(batch, past + length, dtype=torch.long),
                position_ids=torch.arange(past, past + length)[None].repeat(batch, 1),
                past_k=torch.randn(shape, dtype=dtype), past_v=torch.randn(shape, dtype=dtype))


def llama_prefill():
    model = hf.LlamaForCausalLM(eager(hf.LlamaConfig, **LLAMA))
    return module("input_ids, attention_mask", model, lambda m, ids, mask: m(input_ids=ids, attention_mask=mask, use_cache=False).logits)


def prefill_inputs(batch, length):
    return dict(input_ids=tokens(batch, length), attention_mask=torch.ones(batch, length, dtype=torch.long))


def gpt2():
    config = eager(hf.GPT2Config, vocab_size=1000, n_positions=256, n_embd=256, n_layer=4, n_head=4, bos_token_id=1, eos_token_id=2)
    return module("input_ids, attention_mask", hf.GPT2LMHeadModel(config),
                  lambda m, ids, mask: m(input_ids=ids, attention_mask=mask, use_cache=False).logits)


def large_llama():
    config = eager(hf.LlamaConfig, vocab_size=32000, hidden_size=2048, intermediate_size=5632, num_hidden_layers=10,
                   num_attention_heads=16, num_key_value_heads=4, tie_word_embeddings=False)
    with torch.no_grad():
        model = hf.LlamaForCausalLM(config)
    return module("input_ids, attention_mask", model, lambda m, ids, mask: m(input_ids=ids, attention_mask=mask, use_cache=False).logits)


BATCH_LENGTH = {0: "batch", 1: "length"}
PAST = {1: "batch", 3: "past"}
CACHE_SIZES = [dict(batch=2, length=3, past=5), dict(batch=1, length=1, past=64), dict(batch=3, length=16, past=7)]
TEXT_SIZES = [dict(batch=2, length=12), dict(batch=1, length=128), dict(batch=4, length=33)]

CASES = {
    "whisper-encoder": Case(whisper_encoder, lambda batch: dict(input_features=torch.randn(batch, 80, 600)),
                            {"input_features": {0: "batch"}}, [dict(batch=2), dict(batch=1), dict(batch=3)], ["hidden"]),
    "whisper-decoder": Case(whisper_decoder, whisper_decoder_inputs,
                            {"input_ids": BATCH_LENGTH, "encoder_hidden_states": {0: "batch"}, "past_k": PAST, "past_v": PAST,
                             "cross_k": {1: "batch"}, "cross_v": {1: "batch"}}, CACHE_SIZES, ["logits", "keys", "values"]),
    "t5": Case(t5, t5_inputs, {"input_ids": {0: "batch", 1: "source"}, "attention_mask": {0: "batch", 1: "source"},
                               "decoder_input_ids": {0: "batch", 1: "target"}},
               [dict(batch=2, source=12, target=7), dict(batch=1, source=100, target=1), dict(batch=3, source=5, target=40)], ["logits"]),
    "llama": Case(llama, llama_inputs, {"input_ids": BATCH_LENGTH, "attention_mask": {0: "batch", 1: "all"}, "position_ids": BATCH_LENGTH,
                                        "past_k": PAST, "past_v": PAST}, CACHE_SIZES, ["logits", "keys", "values"]),
    "llama-prefill": Case(llama_prefill, prefill_inputs, {"input_ids": BATCH_LENGTH, "attention_mask": BATCH_LENGTH}, TEXT_SIZES, ["logits"]),
    "gpt2": Case(gpt2, prefill_inputs, {"input_ids": BATCH_LENGTH, "attention_mask": BATCH_LENGTH}, TEXT_SIZES, ["logits"]),
    "bert": Case(bert, bert_inputs, {name: BATCH_LENGTH for name in ("input_ids", "attention_mask", "token_type_ids")}, TEXT_SIZES, ["hidden"]),
    "clip": Case(clip, clip_inputs, {"input_ids": {0: "texts", 1: "length"}, "attention_mask": {0: "texts", 1: "length"},
                                     "pixel_values": {0: "images"}},
                 [dict(texts=2, length=12, images=3), dict(texts=1, length=77, images=2), dict(texts=5, length=20, images=1)],
                 ["logits", "texts", "images"]),
    "bert-float16": Case(lambda: bert(torch.float16), bert_inputs,
                         {name: BATCH_LENGTH for name in ("input_ids", "attention_mask", "token_type_ids")}, TEXT_SIZES, ["hidden"], tolerance=1e-2),
    "llama-float16": Case(lambda: llama(torch.float16), lambda **size: llama_inputs(**size, dtype=torch.float16),
                          {"input_ids": BATCH_LENGTH, "attention_mask": {0: "batch", 1: "all"}, "position_ids": BATCH_LENGTH,
                           "past_k": PAST, "past_v": PAST}, CACHE_SIZES, ["logits", "keys", "values"], tolerance=1e-2),
    "llama-2.4GB": Case(large_llama, prefill_inputs, {"input_ids": BATCH_LENGTH, "attention_mask": BATCH_LENGTH},
                        [dict(batch=2, length=5), dict(batch=1, length=32), dict(batch=3, length=2)], ["logits"], large=True),
}
