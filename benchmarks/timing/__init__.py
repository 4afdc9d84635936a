"""How well the simulator predicts published cycle counts, from committed figures."""
