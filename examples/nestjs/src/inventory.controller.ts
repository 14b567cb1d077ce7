import { Controller, Get, HttpCode, Post } from "@nestjs/common";
import type { JWTPayload } from "jose";
import { Permission, Public, Role, User } from "./access-token.guard.js";

@Controller()
export class InventoryController {
  @Get()
  @Public()
  home() {
    return "Inventory";
  }

  @Get("items")
  @Permission("inventory.read")
  items(@User() user: JWTPayload) {
    return { items: ["lamp"], user: user.sub };
  }

  @Post("items")
  @HttpCode(200)
  @Permission("inventory.write")
  add() {
    return { added: true };
  }

  @Post("close")
  @HttpCode(200)
  @Role("manager")
  close() {
    return { closed: true };
  }
}
