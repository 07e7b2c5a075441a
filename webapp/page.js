// Shows the description of the API. All addresses are relative, because a proxy may have added a prefix.
window.ui = SwaggerUIBundle({
  url: "../openapi.json",
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  // The token is forgotten when the page is closed.
  persistAuthorization: false,
  // Otherwise the page would send its address to a service on the internet.
  validatorUrl: null
});
