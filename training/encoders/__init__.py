"""Image encoders: film to feature map, finding, view and orientation logits."""
