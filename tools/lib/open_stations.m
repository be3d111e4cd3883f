% Solves open M/M/c stations, those of openStations in tests/bench/generated_designs.cpp, with the package queueing and
% prints two numbers: the milliseconds of one solve (median of 21), and the mean response time in ms.
pkg load queueing
warning("off", "all");  % of the package about its own words
stations = 1000;
i = 0:stations - 1;
service = 1 + mod(i, 7);
servers = 1 + mod(i, 8);
visits = ones(1, stations);
times = zeros(1, 21);
for k = 1:numel(times)
  start = tic;
  [utilization, response] = qnos(0.1, service, visits, servers);
  times(k) = 1000 * toc(start);
end
printf("%.6g %.12g\n", median(times), sum(response .* visits));
