<?php

namespace App\Http;

use Illuminate\Foundation\Http\Kernel as HttpKernel;

class Kernel extends HttpKernel
{
    protected $routeMiddleware = ['token' => Middleware\AccessToken::class];
    protected $middlewareAliases = ['token' => Middleware\AccessToken::class];
}
