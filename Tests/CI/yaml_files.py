"""Checks the files for pipelines, and writes out what they run: python3 yaml_files.py ROOT FOLDER."""

import pathlib
import sys

import yaml

root, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
problems = []


def read(path):
    with open(root / path, encoding="utf-8") as file:
        return yaml.safe_load(file)


def expect(condition, what):
    if not condition:
        problems.append(what)


def scripts(steps, path):
    """No expression in the text of a script: what it becomes would be the shell's to read."""
    for step in steps:
        expect("${{" not in step.get("run", ""), f"{path}: an expression in a script")
        expect("run" not in step or path.endswith("terraform.yml") or "shell" in step, f"{path}: no shell")


action = read(".github/actions/packetwalk/action.yml")
expect(action["runs"]["using"] == "composite", "the action is not composite")
scripts(action["runs"]["steps"], "action.yml")
used = " ".join(value for step in action["runs"]["steps"] for value in step["env"].values())
for name, values in action["inputs"].items():
    expect(f"inputs.{name} " in used, f"the action's input {name} goes nowhere")
    expect(values.get("description"), f"the action's input {name} is not described")
for name, values in action["outputs"].items():
    expect(f"steps.test.outputs.{name} " in values["value"], f"the action's output {name} comes from nowhere")
for step in action["runs"]["steps"]:
    script = step["run"].strip('"').replace("$GITHUB_ACTION_PATH", str(root / ".github/actions/packetwalk"))
    expect(pathlib.Path(script).stat().st_mode & 0o111, f"{script} is not executable")

workflow = read("ci/github-terraform.yml")
job = workflow["jobs"]["paths"]
scripts(job["steps"], "ci/github-terraform.yml")
# YAML takes a bare "on" for true.
expect(workflow[True] == "pull_request", "ci/github-terraform.yml doesn't run on pull requests")
gate = [step for step in job["steps"] if "packetwalk" in step.get("uses", "")]
expect(len(gate) == 1 and set(gate[0]["with"]) <= set(action["inputs"]), "the workflow's inputs are not the action's")

gitlab = read("ci/gitlab.yml")["packetwalk"]
expect(set(gitlab["artifacts"]["reports"]) == {"junit", "codequality"}, "ci/gitlab.yml has other reports")
expect(gitlab["artifacts"]["when"] == "always", "ci/gitlab.yml keeps nothing of a failed run")
for name in list(gitlab["artifacts"]["reports"].values()) + gitlab["artifacts"]["paths"]:
    expect(any(f"={name}" in line for line in gitlab["script"]), f"ci/gitlab.yml doesn't write {name}")
(folder / "gitlab.sh").write_text("\n".join(gitlab["script"]) + "\n", encoding="utf-8")

steps = read("ci/atlantis.yaml")["workflows"]["packetwalk"]["plan"]["steps"]
expect(steps[:2] == ["init", "plan"], "ci/atlantis.yaml doesn't plan first")
(folder / "atlantis.sh").write_text("\n".join(step["run"] for step in steps[2:]) + "\n", encoding="utf-8")

for hook in read(".pre-commit-hooks.yaml"):
    entry = root / hook["entry"].split()[0]
    expect(hook["language"] == "script" and entry.stat().st_mode & 0o111, f"{entry} can't be run")

for problem in problems:
    print(problem, file=sys.stderr)
sys.exit(1 if problems else 0)
