"""Sources of report labels, and the label model that reconciles them."""
