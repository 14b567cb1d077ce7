import express from "express";
import { protect } from "./access-token.js";

const { permission, role } = protect({ issuer: process.env.ISSUER, audience: process.env.AUDIENCE });
const app = express();

app.get("/", (request, response) => response.send("Inventory"));
app.get("/items", permission("inventory.read"), (request, response) => response.json({ items: ["lamp"], user: request.user.sub }));
app.post("/items", permission("inventory.write"), (request, response) => response.json({ added: true }));
app.post("/close", role("manager"), (request, response) => response.json({ closed: true }));

app.listen(Number(process.env.PORT ?? 3001), "127.0.0.1");
