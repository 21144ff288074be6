"""Models of PyTorch, torchvision and diffusers with random weights: images, recurrences, loops."""
import math
import re

import torch
import torchvision
from torch import nn
from torch.nn import functional

from cases import EXPORTERS, Case

# ---- Images ----------------------------------------------------------------


def with_statistics(model, shape):
    """Running statistics of real activations: with those of a new model the signal dies on the way."""
    norms = [norm for norm in model.modules() if isinstance(norm, nn.BatchNorm2d)]
    for norm in norms:
        norm.momentum = 1.0
    with torch.no_grad():
        model.train()(torch.randn(shape))
    return model.eval()


def resnet18():
    return with_statistics(torchvision.models.resnet18(weights=None), (4, 3, 96, 96))


def mobilenet():
    return with_statistics(torchvision.models.mobilenet_v3_small(weights=None), (8, 3, 96, 96))


class Detector(nn.Module):
    """Boxes of an anchor grid, their best class, and non-maximum suppression within each class."""

    def __init__(self, classes=5, width=32):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, width, 3, 2, 1), nn.ReLU(), nn.Conv2d(width, width, 3, 2, 1), nn.ReLU(),
                                  nn.Conv2d(width, width, 3, 2, 1), nn.ReLU())
        self.scores, self.boxes = nn.Conv2d(width, classes, 3, padding=1), nn.Conv2d(width, 4, 3, padding=1)
        for head in (self.scores, self.boxes):
            nn.init.normal_(head.weight, std=0.3)

    def forward(self, image):
        features = self.body(image)
        height, width = features.shape[2:]
        scores = self.scores(features)[0].flatten(1).transpose(0, 1).sigmoid()
        offsets = self.boxes(features)[0].flatten(1).transpose(0, 1)
        y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
        centres = torch.stack([x.flatten(), y.flatten()], 1) * 8.0 + 4.0 + offsets[:, :2].tanh() * 8
        sizes = 16 * offsets[:, 2:].clamp(-2, 2).exp()
        boxes = torch.cat([centres - sizes / 2, centres + sizes / 2], 1)
        best, labels = scores.max(1)
        kept = torch.nonzero(best > 0.5).squeeze(1)
        boxes, best, labels = boxes[kept], best[kept], labels[kept]
        chosen = torchvision.ops.nms(boxes + labels[:, None].to(boxes.dtype) * 4096.0, best, 0.5)
        return boxes[chosen], best[chosen], labels[chosen]


class Detections(nn.Module):
    """A detector of torchvision for one image."""

    def __init__(self, model):
        super().__init__()
        self.model = model.eval()

    def forward(self, image):
        found = self.model([image])[0]
        return found["boxes"], found["scores"], found["labels"]


def spread(model, image):
    """Heads that start almost at zero give every box the same score: their last convolutions are scaled by what they give."""
    seen = set()

    def scale(layer, inputs, output):
        factor = 1.5 / output.std()
        if layer in seen:  # levels share it: the largest one decides
            factor = factor.clamp(max=1)
        seen.add(layer)
        layer.weight.data *= factor
        return output * factor

    hooks = []
    for name, layer in model.head.named_modules():
        if isinstance(layer, nn.Conv2d) and (name.endswith(("cls_logits", "bbox_reg")) or re.fullmatch(r".*module_list\.\d+\.1", name)):
            nn.init.zeros_(layer.bias)
            hooks.append(layer.register_forward_hook(scale))
    with torch.no_grad():
        model.eval()([image])
    for hook in hooks:
        hook.remove()
    return model


def retinanet():
    backbone = torchvision.models.detection.backbone_utils.resnet_fpn_backbone(
        backbone_name="resnet18", weights=None, trainable_layers=5, norm_layer=nn.BatchNorm2d,
        returned_layers=[2, 3, 4], extra_blocks=torchvision.ops.feature_pyramid_network.LastLevelP6P7(256, 256))
    backbone.body = with_statistics(backbone.body, (4, 3, 96, 96))
    model = torchvision.models.detection.RetinaNet(backbone, num_classes=5, min_size=128, max_size=256, score_thresh=0.7, detections_per_img=20)
    return Detections(spread(model, torch.rand(3, 160, 160)))


def ssdlite():
    model = torchvision.models.detection.ssdlite320_mobilenet_v3_large(weights=None, weights_backbone=None, num_classes=5, score_thresh=0.6,
                                                                       detections_per_img=30)
    model.backbone = with_statistics(model.backbone, (4, 3, 320, 320))
    return Detections(spread(model, torch.rand(3, 160, 160)))


ANY_IMAGE = {"image": {1: "height", 2: "width"}}


# ---- Diffusion -------------------------------------------------------------


class Residual(nn.Module):
    def __init__(self, inputs, outputs, time):
        super().__init__()
        self.first = nn.Sequential(nn.GroupNorm(8, inputs), nn.SiLU(), nn.Conv2d(inputs, outputs, 3, padding=1))
        self.second = nn.Sequential(nn.GroupNorm(8, outputs), nn.SiLU(), nn.Conv2d(outputs, outputs, 3, padding=1))
        self.time = nn.Linear(time, outputs)
        self.skip = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()

    def forward(self, x, time):
        return self.skip(x) + self.second(self.first(x) + self.time(time)[:, :, None, None])


class Attention(nn.Module):
    """Heads of a known size. nn.MultiheadAttention would do, but the older exporter fixes its sizes."""

    def __init__(self, width, context, heads):
        super().__init__()
        self.heads = heads
        self.query, self.both, self.out = nn.Linear(width, width), nn.Linear(context, 2 * width), nn.Linear(width, width)

    def forward(self, x, context):
        query, key, value = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in (self.query(x), *self.both(context).chunk(2, 2)))
        return self.out(functional.scaled_dot_product_attention(query, key, value).transpose(1, 2).flatten(2))


class CrossAttention(nn.Module):
    """Self-attention of the pixels, then attention to the text."""

    def __init__(self, width, context, heads=4):
        super().__init__()
        self.norm = nn.GroupNorm(8, width)
        self.itself, self.text = Attention(width, width, heads), Attention(width, context, heads)

    def forward(self, x, context):
        pixels = self.norm(x).flatten(2).transpose(1, 2)
        pixels = pixels + self.itself(pixels, pixels)
        pixels = pixels + self.text(pixels, context)
        return x + pixels.transpose(1, 2).reshape(x.shape)


class UNet(nn.Module):
    """Two levels, time embedded by sines, attention at the lower one."""

    def __init__(self, width=32, context=48):
        super().__init__()
        self.width = width
        self.time = nn.Sequential(nn.Linear(width, 4 * width), nn.SiLU(), nn.Linear(4 * width, 4 * width))
        self.enter, self.leave = nn.Conv2d(4, width, 3, padding=1), nn.Sequential(nn.GroupNorm(8, width), nn.SiLU(), nn.Conv2d(width, 4, 3, padding=1))
        self.down, self.up = Residual(width, width, 4 * width), Residual(3 * width, width, 4 * width)
        self.shrink = nn.Conv2d(width, 2 * width, 3, 2, 1)
        self.low, self.attend = Residual(2 * width, 2 * width, 4 * width), CrossAttention(2 * width, context)

    def forward(self, sample, timestep, context):
        frequencies = torch.exp(-math.log(10000) * torch.arange(self.width // 2) / (self.width // 2))
        angles = timestep[:, None].to(frequencies.dtype) * frequencies[None]
        time = self.time(torch.cat([angles.cos(), angles.sin()], 1))
        high = self.down(self.enter(sample), time)
        low = self.attend(self.low(self.shrink(high), time), context)
        low = functional.interpolate(low, size=high.shape[2:], mode="nearest")
        return self.leave(self.up(torch.cat([high, low], 1), time))


def unet_inputs(batch, height, width, words, channels=48):
    return dict(sample=torch.randn(batch, 4, height, width), timestep=torch.randint(0, 1000, (batch,)), context=torch.randn(batch, words, channels))


class Diffuser(nn.Module):
    def __init__(self):
        super().__init__()
        from diffusers import UNet2DConditionModel
        self.model = UNet2DConditionModel(sample_size=16, block_out_channels=(32, 64), layers_per_block=1, norm_num_groups=8, attention_head_dim=4,
                                          cross_attention_dim=48, down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
                                          up_block_types=("CrossAttnUpBlock2D", "UpBlock2D")).eval()

    def forward(self, sample, timestep, context):
        return self.model(sample, timestep, encoder_hidden_states=context, return_dict=False)[0]


UNET = {"sample": {0: "batch", 2: "height", 3: "width"}, "timestep": {0: "batch"}, "context": {0: "batch", 1: "words"}}
UNET_SIZES = [dict(batch=2, height=16, width=24, words=7), dict(batch=1, height=32, width=32, words=77), dict(batch=3, height=8, width=16, words=2)]


# ---- Recurrences -----------------------------------------------------------


class Recurrent(nn.Module):
    def __init__(self, kind, **options):
        super().__init__()
        self.cells = kind(32, 64, num_layers=2, bidirectional=True, **options)
        self.head = nn.Linear(128, 10)

    def forward(self, sequence):
        every, last = self.cells(sequence)
        return self.head(every), last[0] if isinstance(last, tuple) else last


class Decay(nn.Module):
    """A linear recurrence with a gate, one step at a time, and a loop whose number of turns the data say."""

    def __init__(self, width=16):
        super().__init__()
        self.gate, self.step = nn.Linear(width, width), nn.Linear(width, width)

    def forward(self, sequence: torch.Tensor, limit: torch.Tensor):
        state = torch.zeros(sequence.shape[1], sequence.shape[2])
        states = []
        for t in range(sequence.shape[0]):
            state = torch.sigmoid(self.gate(sequence[t])) * state + torch.tanh(self.step(sequence[t]))
            if bool(state.sum() > 0):
                state = state * 0.9
            states.append(state)
        turns = torch.zeros([1], dtype=torch.long)
        while bool(state.abs().max() > limit):
            state = state * 0.5
            turns += 1
        return torch.stack(states), state, turns


class Rows(Decay):
    """The recurrence alone, which writes its states into one tensor."""

    def forward(self, sequence: torch.Tensor):
        state = torch.zeros(sequence.shape[1], sequence.shape[2])
        states = torch.zeros_like(sequence)
        for t in range(sequence.shape[0]):
            state = torch.sigmoid(self.gate(sequence[t])) * state + torch.tanh(self.step(sequence[t]))
            if bool(state.sum() > 0):
                state = state * 0.9
            states[t] = state
        return states, state


class Scanned(nn.Module):
    """The recurrence of a state space, by the scan of torch.export."""

    def __init__(self, width=16):
        super().__init__()
        self.decay = nn.Parameter(torch.rand(width))
        self.mix = nn.Linear(width, width)

    def forward(self, sequence):
        from torch._higher_order_ops.scan import scan
        decay = self.decay

        def step(state, x):
            state = state * decay + x
            return state, torch.tanh(state)
        last, every = scan(step, torch.zeros_like(sequence[0]), self.mix(sequence), dim=0)
        return last, every


class Halving(nn.Module):
    """A loop whose number of turns the data say, by the while_loop of torch.export."""

    def forward(self, state, limit):
        from torch._higher_order_ops.while_loop import while_loop
        last, turns = while_loop(lambda s, n: s.abs().max() > limit, lambda s, n: (s * 0.5, n + 1), (state, torch.zeros((), dtype=torch.long)))
        return last, turns


def sequence(length, batch, width=32):
    return dict(sequence=torch.randn(length, batch, width))


STEPS = {"sequence": {0: "length", 1: "batch"}}
STEP_SIZES = [dict(length=5, batch=2), dict(length=40, batch=1), dict(length=2, batch=4)]
PHOTOS = [dict(batch=2), dict(batch=1), dict(batch=4)]
DETECTIONS = ["boxes", "scores", "labels"]
IMAGE_SIZES = [dict(height=96, width=128), dict(height=160, width=160), dict(height=64, width=72)]


def image(height, width):
    return dict(image=torch.rand(3, height, width))


CASES = {
    "resnet18": Case(resnet18, lambda batch: dict(image=torch.randn(batch, 3, 96, 96)), {"image": {0: "batch"}}, PHOTOS, ["logits"]),
    "mobilenet": Case(mobilenet, lambda batch: dict(image=torch.randn(batch, 3, 96, 96)), {"image": {0: "batch"}}, PHOTOS, ["logits"]),
    "resnet18-float16": Case(lambda: resnet18().half(), lambda batch: dict(image=torch.randn(batch, 3, 96, 96).half()),
                             {"image": {0: "batch"}}, PHOTOS, ["logits"], tolerance=1e-2),
    "detector": Case(Detector, lambda height, width: dict(image=torch.rand(1, 3, height, width)), {"image": {2: "height", 3: "width"}},
                     IMAGE_SIZES, DETECTIONS),
    # torch.export refuses the branches in Python that torchvision takes on numbers of boxes.
    "retinanet": Case(retinanet, image, ANY_IMAGE, IMAGE_SIZES, DETECTIONS, exporters=EXPORTERS[:1], tolerance=1e-3),
    "ssdlite": Case(ssdlite, image, ANY_IMAGE, IMAGE_SIZES, DETECTIONS, exporters=EXPORTERS[:1], tolerance=1e-3),
    "unet": Case(UNet, unet_inputs, UNET, UNET_SIZES, ["noise"]),
    "unet-diffusers": Case(Diffuser, unet_inputs, UNET, UNET_SIZES, ["noise"]),
    "lstm": Case(lambda: Recurrent(nn.LSTM), sequence, STEPS, STEP_SIZES, ["every", "last"]),
    "gru": Case(lambda: Recurrent(nn.GRU), sequence, STEPS, STEP_SIZES, ["every", "last"]),
    "loop": Case(Rows, lambda **size: sequence(**size, width=16), STEPS, STEP_SIZES, ["states", "state"], exporters=EXPORTERS[:1], scripted=True),
    "loop-sequence": Case(Decay, lambda **size: dict(**sequence(**size, width=16), limit=torch.tensor(0.01)), STEPS, STEP_SIZES,
                 ["states", "state", "turns"], exporters=EXPORTERS[:1], scripted=True),
    "scan": Case(Scanned, lambda **size: sequence(**size, width=16), STEPS, STEP_SIZES, ["last", "every"], exporters=EXPORTERS[1:]),
    "while": Case(Halving, lambda batch: dict(state=torch.randn(batch, 8), limit=torch.tensor(0.01)), {"state": {0: "batch"}}, PHOTOS,
                  ["last", "turns"], exporters=EXPORTERS[1:]),
}
