"""One recipe per task, found by the task's name: `train(quick, output, data, progress)`."""
