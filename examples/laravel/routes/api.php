<?php

use Illuminate\Http\Request;
use Illuminate\Support\Facades\Route;

Route::get('/', fn () => 'Inventory');
Route::get('/items', fn (Request $request) => ['items' => ['lamp'], 'user' => $request->attributes->get('claims')['sub']])->middleware('token:permission,inventory.read');
Route::post('/items', fn () => ['added' => true])->middleware('token:permission,inventory.write');
Route::post('/close', fn () => ['closed' => true])->middleware('token:role,manager');
