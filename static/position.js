// Where the enumerator stands, only when she ticks the box; without this script an outcome is sent without a place.
(function (d) {
  "use strict";
  var at = d.getElementById("position"), box = at && at.querySelector("input"), form = at && at.closest("form");
  if (!at || !navigator.geolocation) { return; }
  function put(place) {
    form.elements.latitude.value = place ? place.latitude.toFixed(5) : "";
    form.elements.longitude.value = place ? place.longitude.toFixed(5) : "";
  }
  at.hidden = false;
  box.addEventListener("change", function () {
    put(null);
    at.querySelector("small").textContent = "";
    if (!box.checked) { return; }
    navigator.geolocation.getCurrentPosition(function (found) { if (box.checked) { put(found.coords); } }, function () {
      box.checked = false;
      at.querySelector("small").textContent = at.dataset.none;
    }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  });
})(document);
