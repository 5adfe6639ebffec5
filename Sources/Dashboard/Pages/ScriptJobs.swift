/// Fine-tuning jobs of the OpenAI API: begin, pause, resume, cancel.
let scriptJobs = #"""
  const jobsPath = "/v1/fine_tuning/jobs";
  const actions = {
    validating_files: ["cancel"], queued: ["pause", "cancel"], running: ["pause", "cancel"],
    paused: ["resume", "cancel"],
  };

  function showJobs(page) {
    page.title = "Jobs";
    page.on = ["live"];
    page.every = 5;
    const models = el("datalist", { id: "models" });
    const model = el("input", { required: true, list: "models", autocomplete: "off" });
    const file = el("input", { type: "file", required: true, accept: ".jsonl" });
    const suffix = el("input", { maxlength: 64, placeholder: "optional" });
    const said = el("p", { role: "status" });
    const start = el("button", { type: "submit" }, "Start");
    async function act(work) {
      start.disabled = true;
      said.className = "soft";
      said.textContent = "…";
      try {
        said.textContent = await work();
        await page.refresh();
      } catch (error) {
        said.className = "error";
        said.textContent = error.message;
      }
      start.disabled = false;
    }
    const form = el("form", { class: "stack", onsubmit: event => { event.preventDefault(); act(begin); } },
      el("label", {}, "Model", model), models, el("label", {}, "Training file (JSON lines)", file),
      el("label", {}, "Suffix of the new model's name", suffix), start);
    page.tools.append(el("details", {}, el("summary", {}, "Start a fine-tuning"), form), said);
    async function begin() {
      const body = new FormData();
      body.append("purpose", "fine-tune");
      body.append("file", file.files[0]);
      const stored = await request("/v1/files", { method: "POST", body });
      const job = await request(jobsPath, { method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ model: model.value, training_file: stored.id, suffix: suffix.value || undefined }) });
      return `${job.id} is ${job.status}.`;
    }
    const change = (job, action) => act(async () => {
      const changed = await request(`${jobsPath}/${encodeURIComponent(job.id)}/${action}`, { method: "POST" });
      return `${changed.id} is ${changed.status}.`;
    });
    page.draw = async () => {
      const [jobs, served] = await Promise.all([request(`${jobsPath}?limit=100`), request("/v1/models")]);
      models.replaceChildren(...served.data.map(known => el("option", { value: known.id })));
      if (!jobs.data.length)
        return [empty("No jobs yet.", "The form above starts one; so does any client of the OpenAI API.")];
      return [table(["state", "model", "-begun", "result"], jobs.data.map(job => [
        [status(job.status), el("div", { class: "tools" }, (actions[job.status] ?? []).map(action =>
          el("button", { type: "button", onclick: () => change(job, action) }, action)))],
        job.model, date(job.created_at), job.error?.message ?? job.fine_tuned_model ?? ""]))];
    };
  }
  """#
