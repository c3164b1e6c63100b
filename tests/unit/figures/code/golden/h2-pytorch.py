"""A network with one hidden layer of ReLU units, as model.

A sum of 4 hinges that approximates f(x) = x² on [-3, 3].
"""

import torch
from torch import nn

# One hidden unit w * relu(a * x + b) for each hinge.
A = [1.0, -1.0, 2.0, -2.0]
B = [0.0, 0.0, -2.0, -2.0]
W = [1.0, 1.0, 1.0, 1.0]
# The bias of the output.
C = 0.0

# From numbers of shape (n, 1) to values of shape (n, 1), both of the type torch.float64.
model = nn.Sequential(
    nn.Linear(1, 4, dtype=torch.float64),
    nn.ReLU(),
    nn.Linear(4, 1, dtype=torch.float64),
)
with torch.no_grad():
    model[0].weight.copy_(torch.tensor(A, dtype=torch.float64).reshape(4, 1))
    model[0].bias.copy_(torch.tensor(B, dtype=torch.float64))
    model[2].weight.copy_(torch.tensor(W, dtype=torch.float64).reshape(1, 4))
    model[2].bias.fill_(C)
