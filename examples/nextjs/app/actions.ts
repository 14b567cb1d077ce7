"use server";
// What the buttons do. Next.js refuses such requests from other sites.
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { signIn, signOut } from "@/auth";
import { ask, endSession } from "@/doorward";

export async function enter() {
  await signIn("doorward", { redirectTo: "/" });
}

export async function leave() {
  const address = await endSession();
  await signOut({ redirect: false });
  redirect(address);
}

export async function add() {
  const answer = await ask("/items", { method: "POST" });
  if (!answer.ok) redirect(`/?refused=${answer.status}`);
  revalidatePath("/");
}
