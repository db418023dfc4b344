"""How it runs: the topology, its Faust apps, the guard around every agent, and what operators see of them."""
