import { Module } from "@nestjs/common";
import { APP_GUARD, NestFactory } from "@nestjs/core";
import "reflect-metadata";
import { AccessTokenGuard } from "./access-token.guard.js";
import { InventoryController } from "./inventory.controller.js";

// The guard of every route.
@Module({ controllers: [InventoryController], providers: [{ provide: APP_GUARD, useClass: AccessTokenGuard }] })
class AppModule {}

const app = await NestFactory.create(AppModule);
await app.listen(Number(process.env.PORT ?? 3001), "127.0.0.1");
