const ask = (path, options) => fetch(path, { ...options, headers: { "X-Requested-By": "page" } });

const answer = await ask("/api/items");
document.querySelector("#items").textContent = answer.ok ? JSON.stringify(await answer.json()) : `not allowed: ${answer.status}`;

document.querySelector("#logout").onclick = async () => {
  location.href = (await (await ask("/logout", { method: "POST" })).json()).next;
};
