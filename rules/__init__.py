"""Documents to rules: what a task-division document (任务分工文件) demands, as data."""
