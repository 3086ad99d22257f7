// Each test has a cluster of its own, which wants the whole machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
