"""The networks of cases.json in PyTorch, as its own documentation writes them."""
import torch
from contestant import serve
from torch import nn
from torch.nn import functional as F

torch.manual_seed(1)


def article():
    parts, before = [], 3
    for filters, kernel in zip([64, 128, 128, 256], [10, 7, 4, 4]):
        parts += [nn.Conv2d(before, filters, kernel), nn.ReLU(), nn.MaxPool2d(2)]
        before = filters
    return nn.Sequential(*parts, nn.Flatten(), nn.Linear(1024, 4096), nn.Sigmoid())


def conv4(channels):
    parts, before = [], channels
    for _ in range(4):
        parts += [nn.Conv2d(before, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2)]
        before = 64
    return nn.Sequential(*parts, nn.Flatten())


def supcon(codes, labels):
    codes = F.normalize(codes)
    itself = torch.eye(len(codes))
    positive = (labels[:, None] == labels[None]).float() - itself
    logits = codes @ codes.T / (1 / 24) - 1e9 * itself
    chosen = F.log_softmax(logits, 1) * positive
    return -(chosen.sum(1) / positive.sum(1)).mean()


def forward(network, images):
    network.eval()

    def step():
        with torch.inference_mode():
            network(images)

    return step


def build(case):
    batch, (height, width, channels) = case["batch"], case["size"]
    # Channels last is what PyTorch advises for convolutions on this kind of processor.
    layout = {"memory_format": torch.channels_last}
    images = torch.rand(batch, channels, height, width).to(**layout)
    if case["network"] == "lite0":
        import timm

        return forward(timm.create_model("efficientnet_lite0", num_classes=0).to(**layout), images)
    encoder = (article() if case["network"] == "article" else conv4(channels)).to(**layout)
    if case["kind"] == "forward":
        return forward(encoder, images)
    if case["network"] == "conv4":
        labels = torch.arange(batch) // 4
        optimiser = torch.optim.AdamW(encoder.parameters(), lr=3e-3, weight_decay=1e-4)
        loss_of = lambda: supcon(encoder(images), labels)
    else:
        head = nn.Linear(4096, 1)
        weights = [p for p in [*encoder.parameters(), *head.parameters()] if p.dim() > 1]
        labels = (torch.arange(batch // 2) >= batch // 4).float()
        optimiser = torch.optim.Adam([*encoder.parameters(), *head.parameters()], lr=6e-4)

        def loss_of():
            left, right = encoder(images).chunk(2)
            scores = head(left - right).squeeze(1)
            penalty = sum((weight**2).sum() for weight in weights)
            return F.binary_cross_entropy_with_logits(scores, labels) + 2e-4 * penalty

    def step():
        optimiser.zero_grad(set_to_none=True)
        loss = loss_of()
        loss.backward()
        optimiser.step()
        return loss.item()

    return step


torch.set_num_threads(max(1, torch.get_num_threads()))
serve(f"PyTorch {torch.__version__}", build)
