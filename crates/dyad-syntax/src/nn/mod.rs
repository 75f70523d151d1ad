//! Numbers: matrix kernels, elementary functions, random numbers, parameters with int8 storage.

pub mod kernels;
pub mod math;
pub mod params;
pub mod quant;
