import { auth } from "@/auth";
import { ask } from "@/doorward";
import { add, enter, leave } from "./actions";

export default async function Page({ searchParams }: { searchParams: Promise<{ refused?: string }> }) {
  const session = await auth();
  if (!session) {
    return (
      <form action={enter}>
        <button>Sign in</button>
      </form>
    );
  }
  const items = await ask("/items");
  const { refused } = await searchParams;
  return (
    <>
      <p>{`Signed in as ${session.user?.name ?? session.user?.email}`}</p>
      <pre>{items.ok ? await items.text() : `not allowed: ${items.status}`}</pre>
      {refused && <p role="alert">Not allowed</p>}
      <form action={add}>
        <button>Add an item</button>
      </form>
      <form action={leave}>
        <button>Sign out</button>
      </form>
    </>
  );
}
