"""Asks a server of ours whatever its OpenAPI document allows, and much that it does not, by schemathesis: no reply may be a failure of the
server, have a status that the document does not tell, or a body that is not as it says. A session, a model and the like are made first,
so that half of what is asked is of things that are there.

    python Scripts/service/openapi.py DECODER-FOLDER [--examples 50]     (--url http://… asks a server that runs already)
"""

import argparse, json, os, subprocess, sys, tempfile, urllib.request

from server import Server


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request, timeout=60))


def furnish(url):
    """Makes what is asked for, and returns the names by the keys under which they are asked."""
    api = f"{url}/api/v1"
    base = json.load(urllib.request.urlopen(f"{api}/get_server_capabilities"))["supported_models"][0]["model_name"]
    session = post(f"{api}/create_session", {})["session_id"]

    def result(path, body):
        ticket = post(f"{api}/{path}", body)["request_id"]
        post(f"{api}/retrieve_future", {"request_id": ticket})
        return ticket

    ticket = result("create_model", {
        "session_id": session, "model_seq_id": 0, "base_model": base, "lora_config": {"rank": 2}})
    model = f"{session}:train:0"
    for number, (path, kind) in enumerate(
            [("save_weights", "weights"), ("save_weights_for_sampler", "sampler_weights"),
             ("save_weights_external", "external_weights")], 1):
        result(path, {"model_id": model, "seq_id": number, "path": "ck"})
    sampler = post(f"{api}/create_sampling_session", {
        "session_id": session, "sampling_session_seq_id": 0, "base_model": base})["sampling_session_id"]
    form = ('--B\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nfine-tune\r\n--B\r\n'
            'Content-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
            '{"prompt":"a","completion":"b"}\r\n--B--\r\n')
    file = json.load(urllib.request.urlopen(urllib.request.Request(
        f"{url}/v1/files", form.encode(), {"Content-Type": "multipart/form-data; boundary=B"})))["id"]
    job = post(f"{url}/v1/fine_tuning/jobs", {"model": base, "training_file": file})["id"]
    return {
        "session_id": session, "model_id": model, "base_model": base, "model": base, "request_id": ticket,
        "sampling_session_id": sampler, "model_path": f"tinker://{model}/sampler_weights/ck", "run": model,
        "path": f"tinker://{model}/weights/ck", "tinker_path": f"tinker://{model}/weights/ck", "training_file": file,
        "validation_file": file, "file": file, "job": job, "kind": "weights", "name": "ck",
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("decoder", nargs="?")
    parser.add_argument("--examples", default="50")
    parser.add_argument("--url")
    asked = parser.parse_args()
    server = None
    with tempfile.TemporaryDirectory() as state:
        if not asked.url:
            server = Server([f"local/tiny={asked.decoder}"], os.path.join(state, "state")).start()
        url = asked.url or server.url
        names = furnish(url)
        # The document's server is the one that is asked; its hooks are the file beside this one.
        environment = dict(
            os.environ, SCHEMATHESIS_HOOKS="openapi_hooks", AUTODIDACT_NAMES=json.dumps(names),
            PYTHONPATH=os.path.dirname(os.path.abspath(__file__)))
        status = subprocess.run(
            [os.path.join(os.path.dirname(sys.executable), "schemathesis"), "run", f"{url}/openapi.json", "--url", url,
             "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,"
             "response_schema_conformance", "--mode", "all", "--max-examples", asked.examples,
             "--request-timeout", "60", "--suppress-health-check", "filter_too_much,too_slow",
             "--phases", "examples,coverage,fuzzing", "--seed", "1"],
            env=environment, cwd=state).returncode
        if server:
            server.stop()
    sys.exit(status)


main()
